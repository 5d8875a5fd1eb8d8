package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.SilentServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** No request waits longer than apiCallTimeout for DynamoDB. */
@Timeout(60)
class ClientTimeoutTest {

    private SilentServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SilentServer();
    }

    /** Loads the classes of a call: an attempt must time out on the network, and not before it has a connection. */
    @BeforeAll
    static void warmUp() throws IOException {
        try (SilentServer warm = new SilentServer();
                DynamoDbClient client = DynamoSessionOptions.builder()
                        .region("local")
                        .endpoint(warm.endpoint())
                        .apiCallTimeout(Duration.ofSeconds(2))
                        .maxAttempts(2)
                        .build()
                        .clientBuilder()
                        .build()) {
            assertThatThrownBy(client::listTables).isNotNull();
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private DynamoSessionOptions.Builder options(Duration call, Duration attempt, int attempts) {
        return DynamoSessionOptions.builder()
                .region("local")
                .endpoint(server.endpoint())
                .apiCallTimeout(call)
                .apiCallAttemptTimeout(attempt)
                .maxAttempts(attempts);
    }

    @Test
    void aCallIsTriedSoOftenAndNoMore() {
        try (DynamoDbClient client = options(Duration.ofSeconds(30), Duration.ofMillis(500), 3)
                .build()
                .clientBuilder()
                .build()) {
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(client::listTables)
                    .isNotInstanceOf(ApiCallTimeoutException.class)
                    .satisfies(e -> assertThat(e.numAttempts()).isEqualTo(3));
            assertThat(server.accepted()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void oneAttemptIsOneAttempt() {
        try (DynamoDbClient client = options(Duration.ofSeconds(30), Duration.ofMillis(500), 1)
                .build()
                .clientBuilder()
                .build()) {
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(client::listTables)
                    .satisfies(e -> assertThat(e.numAttempts()).isEqualTo(1));
            assertThat(server.accepted()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theWholeCallEndsAtItsTimeoutHoweverManyAttemptsAreLeft() {
        Duration call = Duration.ofMillis(400);
        try (DynamoDbClient client = options(call, Duration.ofMillis(150), 20)
                .build()
                .clientBuilder()
                .build()) {
            long before = System.nanoTime();
            assertThatExceptionOfType(ApiCallTimeoutException.class).isThrownBy(client::listTables);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(call.dividedBy(2), call.multipliedBy(20));
            assertThat(server.accepted()).isLessThanOrEqualTo(4);
        }
    }

    /** Jetty would delete a session that counts as unreadable. */
    @Test
    void aStoreThatDoesNotAnswerFailsEveryHookAndNeverSaysThatASessionIsUnreadable() throws Exception {
        DynamoSessionOptions options =
                options(Duration.ofMillis(100), Duration.ofMillis(100), 1).build();
        try (Node node = Node.start(options)) {
            SessionData data = node.newSession("id");
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.store().load("id"));
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.store().exists("id"));
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.store().store("id", data));
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.store().delete("id"));
            assertThat(data.getLastSaved()).as("nothing was saved").isZero();
        }
    }

    @Test
    void aPortWhereNobodyListensFailsToo() throws Exception {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        DynamoSessionOptions options = options(Duration.ofSeconds(5), Duration.ofSeconds(1), 2)
                .endpoint(nobody)
                .build();
        try (Node node = Node.start(options)) {
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.create("id", Map.of()));
        }
    }
}
