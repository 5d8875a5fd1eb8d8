package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.Relay;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreLifecycleTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final Relay relay = new Relay(dynamoDb.endpoint());

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private DynamoSessionOptions.Builder ownClient(String table) {
        return DynamoSessionOptions.builder()
                .region("local")
                .endpoint(relay.endpoint())
                .tableName(table);
    }

    @Test
    void aStoreThatIsNotStartedSaysSo() {
        DynamoSessionDataStore store =
                new DynamoSessionDataStore(ownClient("none").build());
        assertThatIllegalStateException().isThrownBy(() -> store.load("id")).withMessage("Not started");
        assertThatIllegalStateException().isThrownBy(() -> store.delete("id")).withMessage("Not started");
        assertThatIllegalStateException().isThrownBy(store::start).withMessage("No SessionContext");
    }

    @Test
    void aGracePeriodThatOutlastsTheTtlIsRefused() throws Exception {
        try (Node node = Node.start(ownClient(dynamoDb.newTable("sessionId")).build())) {
            node.store().stop();
            node.store().setGracePeriodSec(43_201);
            assertThatIllegalStateException()
                    .isThrownBy(() -> node.store().start())
                    .withMessage(
                            "gracePeriodSec must be between 0 and 43200, so that sessions end before DynamoDB's TTL"
                                    + " removes them, was 43201");
            node.store().setGracePeriodSec(43_200);
            node.store().start();
            assertThat(node.store().isStarted()).isTrue();
        }
    }

    @Test
    void aStoreCanBeStoppedAndStartedAgain() throws Exception {
        try (Node node = Node.start(ownClient(dynamoDb.newTable("sessionId")).build())) {
            node.create("id", Map.of("a", 1));
            for (int i = 0; i < 3; i++) {
                node.store().stop();
                assertThatIllegalStateException().isThrownBy(() -> node.store().load("id"));
                node.store().start();
                assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            }
        }
    }

    @Test
    void aClientOfItsOwnIsClosedWithTheStore() throws Exception {
        Object opened;
        try (Node node = Node.start(ownClient(dynamoDb.newTable("sessionId")).build())) {
            node.create("id", Map.of());
            assertThat(relay.open()).isPositive();
            opened = openedOf(node.store());
        }
        relay.awaitAllClosed();
        Reference.reachabilityFence(opened); // or else the garbage collector closes the connections
    }

    private static Object openedOf(DynamoSessionDataStore store) throws ReflectiveOperationException {
        Field opened = DynamoSessionDataStore.class.getDeclaredField("sessions");
        opened.setAccessible(true);
        return opened.get(store);
    }

    @Test
    void aClientOfItsOwnIsClosedIfTheStoreCannotStart() throws Exception {
        String table = dynamoDb.newTable("anotherKey");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> Node.start(ownClient(table).autoCreateTable(true).build()))
                .withMessage("hashKey is 'sessionId', but the partition key of table '" + table
                        + "' is 'anotherKey': set hashKey=anotherKey");
        assertThat(relay.accepted()).isPositive();
        relay.awaitAllClosed();
    }

    @Test
    void aUserSuppliedClientStaysOpen() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (var client = ownClient(table).build().clientBuilder().build()) {
            try (Node node = Node.start(existing(client, table).build())) {
                node.create("id", Map.of());
            }
            assertThat(relay.open()).isPositive();
            assertThat(client.scan(scan -> scan.tableName(table)).count()).isEqualTo(1);
        }
        relay.awaitAllClosed();
    }

    @Test
    void sessionsAreForActivationListenersToKnow() {
        assertThat(new DynamoSessionDataStore(ownClient("none").build()).isPassivating())
                .isTrue();
    }
}
