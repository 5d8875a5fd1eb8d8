package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RawTables;
import io.github.dynamosessions.fixture.Relay;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A store with autoCreateTable starts while DynamoDB is away. */
class TablePreparationTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String LOGGER = "io.github.dynamosessions.internal";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Keeps a port where nobody listens. */
    private final Socket port = new Socket();

    private final RawTables tables = new RawTables(dynamoDb);

    @BeforeEach
    void keepPort() throws IOException {
        port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void releasePort() throws IOException {
        port.close();
    }

    private URI away() {
        return URI.create("http://127.0.0.1:" + port.getLocalPort());
    }

    @Test
    void aTableThatCannotBeLookedAtIsLookedAtAgain() throws Exception {
        String table = tables.createWithTtl("validUntil");
        URI away = away();
        try (CapturedLogs logs = CapturedLogs.of(LOGGER);
                Node node = Node.start(reached(away, table).build())) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.create("id", Map.of("a", 1)));
            try (Relay back = back(away)) {
                await().atMost(PATIENCE).until(() -> !logs.with("using that instead of 'expires'")
                        .isEmpty());
                AtomicInteger created = new AtomicInteger(); // the first may still have the other attribute
                await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                    String id = "id" + created.incrementAndGet();
                    node.create(id, Map.of("a", 1));
                    assertThat(item(table, id)).containsKey("validUntil").doesNotContainKey("expires");
                });
                assertThat(back.accepted()).isPositive();
            }
            assertThat(logs.with("table '" + table + "' (region=local"))
                    .satisfiesExactly(
                            storing -> assertThat(storing).startsWith("INFO Storing sessions of /shop|0.0.0.0| in "),
                            outage -> assertThat(outage)
                                    .startsWith("WARN Cannot read table '" + table + "' (region=local, endpoint=" + away
                                            + "): ")
                                    .endsWith(". Requests that use a session get 503 until this is fixed."),
                            end -> assertThat(end)
                                    .startsWith("INFO table '" + table)
                                    .matches(".* again after \\d+ s"));
        }
    }

    @Test
    void aMissingTableIsCreatedThen() throws Exception {
        String table = dynamoDb.newTableName();
        URI away = away();
        try (Node node = Node.start(reached(away, table).build());
                Relay back = back(away)) {
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> node.create("id", Map.of("a", 1)));
            assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            assertThat(back.accepted()).isPositive();
            try (SessionTable created =
                    SessionTable.of(reached(back.endpoint(), table).build())) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(created.verify()).isEmpty());
            }
        }
    }

    @Test
    void aTableThatTurnsOutToBeWrongIsAnError() throws Exception {
        String table = tables.create("id", ScalarAttributeType.N, "user");
        URI away = away();
        try (CapturedLogs logs = CapturedLogs.of(LOGGER);
                Node node = Node.start(reached(away, table).build());
                Relay back = back(away)) {
            assertThat(node.store().isStarted()).isTrue();
            await().atMost(PATIENCE).until(() -> logs.with(table)
                    .contains("ERROR hashKey is 'sessionId', but the partition key of table '" + table
                            + "' is 'id': set hashKey=id. `table verify` names 2 more"));
            assertThat(back.accepted()).isPositive();
        }
    }

    @Test
    void aStoreThatIsStoppedLooksNoMore() throws Exception {
        String table = dynamoDb.newTableName();
        Node node = Node.start(reached(away(), table).build());
        assertThat(threads("session-table-" + table)).hasSize(1);
        node.close();
        await().atMost(PATIENCE).until(() -> threads("session-table-" + table).isEmpty());
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    private static DynamoSessionOptions.Builder reached(URI endpoint, String table) {
        return DynamoSessionOptions.builder()
                .region("local")
                .endpoint(endpoint)
                .tableName(table)
                .autoCreateTable(true);
    }

    private Relay back(URI away) throws IOException {
        port.close();
        return new Relay(away.getPort(), dynamoDb.endpoint());
    }

    private static Map<String, AttributeValue> item(String table, String id) {
        return dynamoDb.client()
                .getItem(get ->
                        get.tableName(table).key(Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|" + id))))
                .item();
    }
}
