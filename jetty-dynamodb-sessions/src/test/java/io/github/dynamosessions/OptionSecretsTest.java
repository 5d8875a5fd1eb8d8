package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OptionSecretsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

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
                    .singleElement()
                    .asString()
                    .isEqualTo("INFO sessions of /shop|0.0.0.0| lie in table '" + table
                            + "' (region=eu-central-1, endpoint=" + dynamoDb.endpoint()
                            + ", apiCallTimeout=PT3S, apiCallAttemptTimeout=PT1S, maxAttempts=4)");
        }
    }

    @Test
    void aSessionIsLoggedByAHashThatDoesNotGiveAwayItsId() {
        assertThat(SessionHash.of("/shop|0.0.0.0|node0abc"))
                .matches("[0-9a-f]{12}")
                .isNotEqualTo(SessionHash.of("x"));
        assertThat(SessionHash.of("abc")).isEqualTo("ba7816bf8f01");
    }
}
