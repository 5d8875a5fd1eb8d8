package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionSecretsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static DynamoSessionOptions.Builder withCredentials() {
        return DynamoSessionOptions.builder()
                .region("eu-central-1")
                .accessKeyId("AKIAACCESS")
                .secretAccessKey("SECRET")
                .sessionToken("TOKEN");
    }

    @Test
    void optionsPrintWithoutCredentials() {
        assertThat(withCredentials().build().toString())
                .contains("region=eu-central-1")
                .doesNotContain("AKIAACCESS", "SECRET", "TOKEN");
    }

    @Test
    void anEndpointPrintsWithoutItsUserInformation() {
        URI endpoint = URI.create("http://user:SECRET@localhost:8000");
        assertThat(withCredentials().endpoint(endpoint).build().toString()).doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://user:SECRET@host", "http://user:SECRET@a b"})
    void aBadEndpointIsReportedWithoutItsUserInformation(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder()
                        .environment(Map.of("DYNAMO_SESSION_ENDPOINT", endpoint))
                        .build())
                .withNoCause()
                .withMessage("DYNAMO_SESSION_ENDPOINT must be an http or https URI with a host, was '"
                        + endpoint.replace("user:SECRET@", "") + "'");
    }

    @Test
    void noCredentialsAreLoggedAtStart() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions");
                Node node = Node.start(withCredentials()
                        .endpoint(dynamoDb.endpoint())
                        .tableName(table)
                        .build())) {
            assertThat(node.store().isStarted()).isTrue();
            assertThat(logs.with(table))
                    .first()
                    .asString()
                    .isEqualTo("INFO Storing sessions of /shop|0.0.0.0| in table '" + table
                            + "' (region=eu-central-1, endpoint=" + dynamoDb.endpoint()
                            + ")");
        }
    }
}
