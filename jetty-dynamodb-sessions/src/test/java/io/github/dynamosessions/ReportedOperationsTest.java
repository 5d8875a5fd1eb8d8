package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Operation;
import io.github.dynamosessions.spi.SessionMetrics.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What {@code SessionMetrics} receives about calls to DynamoDB. */
class ReportedOperationsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    /** Nobody listens there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    /** Of machines that do much else: a second attempt would count. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private DynamoSessionOptions.Builder ownClient() {
        return DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .apiCallTimeout(PATIENCE)
                .apiCallAttemptTimeout(PATIENCE)
                .tableName(dynamoDb.newTable("sessionId"))
                .metrics(metrics);
    }

    @Test
    void theFirstCallOfANodeIsNotReported() throws Exception {
        try (Node node = Node.start(ownClient().build())) {
            assertThat(metrics.operations()).isEmpty();
            assertThat(node.store().statistics().getOperations()).isZero();
        }
    }

    @Test
    void eachCallIsReportedWithItsUnitsAndBytes() throws Exception {
        try (Node node = Node.start(ownClient().compressionThreshold(3_000).build())) {
            SessionData created = node.create("id", Map.of("text", "x".repeat(3_000)));
            node.store().load("id");
            created.setAttribute("text", "y");
            node.store().store("id", created);
            node.store().delete("id");
        }
        assertThat(metrics.operations())
                .extracting(Operation::name)
                .containsExactly("PutItem", "GetItem", "UpdateItem", "GetItem", "UpdateItem");
        assertThat(metrics.operations()).allSatisfy(operation -> {
            assertThat(operation.outcome()).isEqualTo(Outcome.OK);
            assertThat(operation.retries()).isZero();
            assertThat(operation.latency()).isPositive();
            assertThat(operation.bytesSent()).isBetween(100L, 5_000L);
            assertThat(operation.bytesReceived()).isBetween(20L, 5_000L);
        });
        // 3.3 KB: 4 write units, of 1 KB; 1 read unit, of 4 KB
        assertThat(metrics.operations()).extracting(Operation::writeUnits).containsExactly(4.0, 0.0, 4.0, 0.0, 1.0);
        assertThat(metrics.operations()).extracting(Operation::readUnits).containsExactly(0.0, 1.0, 0.0, 1.0, 0.0);
        assertThat(metrics.operations("PutItem").get(0).bytesSent()).isGreaterThan(3_000);
        assertThat(metrics.operations("GetItem").get(0).bytesReceived()).isGreaterThan(3_000);
    }

    @Test
    void aRotationIsOneUpdateOfOneItem() throws Exception {
        try (Node node = Node.start(ownClient().build())) {
            node.rotate(node.create("id", Map.of()));
        }
        assertThat(metrics.operations()).extracting(Operation::name).containsExactly("PutItem", "UpdateItem");
        assertThat(metrics.operations()).extracting(Operation::writeUnits).containsExactly(1.0, 1.0);
    }

    @Test
    void scavengingIsReportedToo() throws Exception {
        String table = dynamoDb.newTableName();
        DynamoSessionOptions options =
                createdWithoutTtl(dynamoDb.client(), table).metrics(metrics).build();
        try (Node node = Node.start(options)) {
            long now = System.currentTimeMillis();
            node.createExpired("id", Map.of(), now - 3_600_000);
            metrics.clear();
            node.store().doGetExpired(now);
        }
        assertThat(metrics.operations()).extracting(Operation::name).contains("Query", "BatchGetItem");
        assertThat(metrics.operations("BatchGetItem").get(0).readUnits()).isPositive();
        assertThat(metrics.operations("Query"))
                .anySatisfy(query -> assertThat(query.readUnits()).isPositive());
    }

    @Test
    void aDelayedWriteIsAConflictOfUnknownUnits() throws Exception {
        try (Node node = Node.start(ownClient().build())) {
            SessionData ended = node.create("id", Map.of());
            node.store().delete("id");
            ended.setAttribute("late", 1);
            node.store().store("id", ended);
        }
        assertThat(metrics.operations("UpdateItem")).last().satisfies(update -> {
            assertThat(update.outcome()).isEqualTo(Outcome.CONFLICT);
            assertThat(update.writeUnits()).isZero();
            assertThat(update.bytesReceived()).isPositive();
        });
    }

    @Test
    void aWriteOfAnAttributeThatAnotherRequestHasWrittenIsAConflictBeforeItSucceeds() throws Exception {
        try (Node node = Node.start(ownClient().build())) {
            SessionData mine = node.create("id", Map.of());
            node.set("id", "user", "ben");
            metrics.clear();
            mine.setAttribute("user", "ann");
            node.store().store("id", mine);
        }
        assertThat(metrics.operations("UpdateItem"))
                .extracting(Operation::outcome)
                .containsExactly(Outcome.CONFLICT, Outcome.OK);
    }

    @Test
    void aCallThatFailsIsReportedOnceWithItsRetries() throws Exception {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(NOWHERE)
                .maxAttempts(3)
                .metrics(metrics)
                .build();
        assertFailsAfterTwoRetries(options);
    }

    /** Built by the application alone, so that it counts nothing for us. */
    @Test
    void theRetriesOfAFailedCallAreKnownOfAnyClient() throws Exception {
        try (DynamoDbClient foreign = foreignClient()) {
            assertFailsAfterTwoRetries(
                    existing(foreign, "sessions").metrics(metrics).build());
        }
    }

    @Test
    void unitsAreKnownOfAnyClient() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (Node node =
                Node.start(existing(dynamoDb.client(), table).metrics(metrics).build())) {
            node.create("id", Map.of());
        }
        assertThat(metrics.operations()).extracting(Operation::writeUnits).containsExactly(1.0);
    }

    private void assertFailsAfterTwoRetries(DynamoSessionOptions options) throws Exception {
        try (Node node = Node.start(options)) {
            assertThatException().isThrownBy(() -> node.store().load("id"));
            assertThat(node.store().statistics().getFailedOperations()).isEqualTo(1);
            assertThat(node.store().statistics().getRetries()).isEqualTo(2);
        }
        List<Operation> calls = metrics.operations();
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("GetItem");
            assertThat(call.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(call.retries()).isEqualTo(2);
            assertThat(call.readUnits()).isZero();
        });
    }

    private static DynamoDbClient foreignClient() {
        return DynamoDbClient.builder()
                .endpointOverride(NOWHERE)
                .region(dynamoDb.client().serviceClientConfiguration().region())
                .credentialsProvider(
                        dynamoDb.client().serviceClientConfiguration().credentialsProvider())
                .overrideConfiguration(
                        override -> override.retryStrategy(RetryMode.STANDARD).apiCallTimeout(Duration.ofMinutes(1)))
                .build();
    }
}
