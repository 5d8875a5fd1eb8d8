package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.LibraryAlone;
import io.github.dynamosessions.micrometer.MicrometerSessionMetrics;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code metrics} as a text, and the library where there is no Micrometer. */
class MetricsOptionTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static DynamoSessionOptions metrics(String text) {
        return DynamoSessionOptions.builder()
                .environment(Map.of("DYNAMO_SESSION_METRICS", text))
                .build();
    }

    @Test
    void thereAreNoneUnlessSaidOtherwise() {
        assertThat(DynamoSessionOptions.builder().build().metrics).isNull();
    }

    @Test
    void micrometerIsTheAdapter() {
        assertThat(metrics("micrometer").metrics).isInstanceOf(MicrometerSessionMetrics.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Micrometer", "com.shop.Missing", "java.lang.String", "java.util.List"})
    void anythingElseIsAClassOfThatKind(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics(text))
                .withMessage(
                        "DYNAMO_SESSION_METRICS must be 'micrometer' or the name of a SessionMetrics class with a public"
                                + " no-argument constructor, was '" + text + "'");
    }

    @Test
    void aStoreServesWhereThereIsNoMicrometer() throws Exception {
        try (LibraryAlone library = LibraryAlone.without("micrometer")) {
            assertThat(library.call(Served.class, dynamoDb.endpoint().toString(), dynamoDb.newTable("sessionId")))
                    .isEqualTo("{a=1}");
        }
    }

    @Test
    void whereThereIsNoMicrometerTheErrorSaysSo() throws Exception {
        try (LibraryAlone library = LibraryAlone.without("micrometer")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> {
                        try {
                            library.call(Micrometer.class);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    })
                    .withMessage(
                            "DYNAMO_SESSION_METRICS must be the name of a SessionMetrics class where micrometer-core is not on"
                                    + " the class path, was 'micrometer'");
        }
    }

    /** Run with other classes of the same names. */
    public static final class Served {
        public static String call(String endpoint, String table) throws Exception {
            DynamoSessionOptions options = DynamoSessionOptions.builder()
                    .region("local")
                    .endpoint(URI.create(endpoint))
                    .tableName(table)
                    .build();
            try (var node = io.github.dynamosessions.fixture.Node.start(options)) {
                node.create("id", Map.of("a", 1));
                return node.attributes("id").toString();
            }
        }
    }

    /** Likewise. */
    public static final class Micrometer {
        public static String call() {
            return metrics("micrometer").toString();
        }
    }
}
