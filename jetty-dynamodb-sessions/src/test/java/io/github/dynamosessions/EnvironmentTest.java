package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChildJvm;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.SilentServer;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node finds in its environment, and what it says of what it does not find. */
class EnvironmentTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String NOBODY = "http://127.0.0.1:9";

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void withoutARegionANodeDoesNotStart() throws Exception {
        assertThat(start())
                .filteredOn(line -> !line.contains("does not belong to this store"))
                .containsExactly(
                        "stopped: DYNAMO_SESSION_REGION is not set, and neither environment, profile nor instance"
                                + " say the AWS region: set DYNAMO_SESSION_REGION=eu-central-1, for instance, or"
                                + " DYNAMO_SESSION_REGION=local for DynamoDB Local");
    }

    @Test
    void withoutCredentialsThereIsOneWarningOfAtMost300Characters() throws Exception {
        environment.put("AWS_REGION", "eu-central-1");
        assertThat(start())
                .filteredOn(line -> line.contains("sessions'"))
                .singleElement()
                .satisfies(line -> assertThat(line.replaceFirst(".*CircuitBreaker - ", ""))
                        .isEqualTo(
                                "Cannot read table 'sessions' (region=default, endpoint=default): no AWS credentials found"
                                        + " in environment, profile, container or instance; set DYNAMO_SESSION_PROFILE or"
                                        + " DYNAMO_SESSION_ACCESS_KEY_ID, or run with a role. Requests that use a session get 503"
                                        + " until this is fixed.")
                        .hasSizeLessThanOrEqualTo(300));
    }

    /** It cost six seconds, whatever the timeout of a call was. */
    @Test
    void credentialsThatDoNotArriveHoldACallNoLongerThanItsTimeout() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", silent.endpoint() + "/credentials");
            environment.put("DYNAMO_SESSION_REGION", "eu-central-1");
            environment.put("DYNAMO_SESSION_API_CALL_TIMEOUT", "300ms");

            List<String> lines = start();

            assertThat(silent.accepted()).isPositive();
            assertThat(lines).anyMatch(line -> line.contains("no AWS credentials within 270 ms"));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("failed after"))
                    .singleElement()
                    .satisfies(line -> assertThat(Duration.ofMillis(Long.parseLong(line.replaceAll("\\D", ""))))
                            .isLessThan(Duration.ofSeconds(5)));
        }
    }

    @Test
    void aProxyDoesNotStandBetweenANodeAndItsOwnMachine() throws Exception {
        environment.put("DYNAMO_SESSION_REGION", "local");
        environment.put("DYNAMO_SESSION_ENDPOINT", dynamoDb.endpoint().toString());
        environment.put("DYNAMO_SESSION_TABLE_NAME", dynamoDb.newTable("sessionId"));
        environment.put("HTTP_PROXY", NOBODY);
        environment.put("http_proxy", NOBODY);

        List<String> lines = start("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=9");

        assertThat(lines).contains("stored").noneMatch(line -> line.contains("proxy"));
    }

    @Test
    void aProxyThatDoesNotServeIsNamedByItsVariable() throws Exception {
        environment.put("DYNAMO_SESSION_REGION", "eu-central-1");
        environment.put("DYNAMO_SESSION_ACCESS_KEY_ID", "a");
        environment.put("DYNAMO_SESSION_SECRET_ACCESS_KEY", "s");
        environment.put("HTTP_PROXY", NOBODY);
        assertThat(start())
                .filteredOn(line -> line.contains("Cannot read"))
                .singleElement()
                .asString()
                .contains("(region=eu-central-1, endpoint=default, through the proxy of HTTP_PROXY): Connect to");

        environment.put("NO_PROXY", "*.amazonaws.com");
        assertThat(start())
                .filteredOn(line -> line.contains("Cannot read"))
                .singleElement()
                .asString()
                .contains("(region=eu-central-1, endpoint=default): ");
    }

    private List<String> start(String... jvmOptions) throws Exception {
        List<String> lines = ChildJvm.run(Application.class, environment, jvmOptions);
        assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
        return lines;
    }

    /** Starts a node and stores a session. */
    public static final class Application {

        private Application() {}

        public static void main(String[] arguments) throws Exception {
            try (Node node = Node.start(DynamoSessionOptions.fromEnvironment())) {
                long startNanos = System.nanoTime();
                try {
                    node.create("id", Map.of());
                    System.out.println("stored");
                } catch (UnavailableException e) {
                    System.out.println("failed after " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
                }
            } catch (IllegalStateException e) {
                System.out.println("stopped: " + e.getMessage());
            }
        }
    }
}
