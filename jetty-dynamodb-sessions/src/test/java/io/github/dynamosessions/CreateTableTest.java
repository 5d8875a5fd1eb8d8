package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.created;
import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RawTables;
import io.github.dynamosessions.fixture.RecordedCalls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class CreateTableTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final RawTables tables = new RawTables(dynamoDb);
    private final String name = dynamoDb.newTableName();

    @Test
    void onDemandUnlessCapacityIsSet() {
        assertThat(createIfMissing(existing(dynamoDb.client(), name))).isTrue();
        TableDescription table = described();
        assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(table.keySchema())
                .singleElement()
                .hasToString("KeySchemaElement(AttributeName=sessionId, KeyType=HASH)");
        assertThat(table.attributeDefinitions())
                .extracting(definition -> definition.attributeName() + " " + definition.attributeType())
                .containsExactlyInAnyOrder("sessionId S", "expiryShard S", "expiryBucket N");
    }

    @Test
    void withTheExpiryIndexOfKeysAlone() {
        createIfMissing(existing(dynamoDb.client(), name));
        GlobalSecondaryIndexDescription index =
                described().globalSecondaryIndexes().get(0);
        assertThat(described().globalSecondaryIndexes()).hasSize(1);
        assertThat(index.indexName()).isEqualTo("expiry-index");
        assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.KEYS_ONLY);
        assertThat(index.keySchema())
                .extracting(key -> key.attributeName() + " " + key.keyType())
                .containsExactly("expiryShard HASH", "expiryBucket RANGE");
    }

    @Test
    void withItsTtlOn() {
        createIfMissing(existing(dynamoDb.client(), name).ttlKey("ttl"));
        assertThat(tables.ttl(name).attributeName()).isEqualTo("ttl");
        assertThat(tables.ttl(name).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    }

    @Test
    void withoutTtlIfNotWanted() {
        DynamoSessionOptions.Builder options = existing(dynamoDb.client(), name).ttlEnabled(false);
        createIfMissing(options);
        assertThat(tables.ttl(name).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
        try (SessionTable table = SessionTable.of(options.build())) {
            assertThat(table.verify()).isEmpty();
        }
    }

    @Test
    void provisionedIfCapacityIsSetAndTheIndexToo() {
        createIfMissing(provisioned(6, 7));
        assertThat(described().billingModeSummary())
                .satisfiesAnyOf(summary -> assertThat(summary).isNull(), summary -> assertThat(summary.billingMode())
                        .isEqualTo(BillingMode.PROVISIONED));
        assertCapacity(described().provisionedThroughput(), 6, 7);
        assertCapacity(described().globalSecondaryIndexes().get(0).provisionedThroughput(), 6, 7);
    }

    @Test
    void theSecondTimeNothingIsDone() {
        try (RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint())) {
            assertThat(createIfMissing(existing(calls.client(), name))).isTrue();
            TableDescription before = described();
            calls.clear();
            assertThat(createIfMissing(existing(calls.client(), name))).isFalse();
            assertThat(calls.operations()).containsExactly("DescribeTable");
            assertThat(described()).isEqualTo(before);
        }
    }

    @Test
    void theCapacityOfATableThatExistsIsNeverAltered() throws Exception {
        createIfMissing(provisioned(6, 7));
        assertThat(createIfMissing(provisioned(60, 70))).isFalse();
        assertThat(createIfMissing(existing(dynamoDb.client(), name))).isFalse();
        try (Node node = Node.start(provisioned(60, 70).autoCreateTable(true).build())) {
            node.create("id", Map.of());
        }
        assertCapacity(described().provisionedThroughput(), 6, 7);
        assertCapacity(described().globalSecondaryIndexes().get(0).provisionedThroughput(), 6, 7);
    }

    @Test
    void aTableThatIsThereIsNotGivenATtlOrAnIndex() throws Exception {
        String bare = dynamoDb.newTable("sessionId");
        try (Node node = Node.start(created(dynamoDb.client(), bare).build())) {
            node.create("id", Map.of());
        }
        assertThat(tables.ttl(bare).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
        assertThat(dynamoDb.client()
                        .describeTable(t -> t.tableName(bare))
                        .table()
                        .hasGlobalSecondaryIndexes())
                .isFalse();
    }

    @Test
    void sessionsFitIntoWhatWasCreated() throws Exception {
        try (Node node = Node.start(
                created(dynamoDb.client(), name).hashKey("pk").ttlKey("ttl").build())) {
            node.create("id", Map.of("a", 1));
            assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            assertThat(node.store().delete("id")).isTrue();
        }
    }

    private DynamoSessionOptions.Builder provisioned(long read, long write) {
        return existing(dynamoDb.client(), name).readCapacityUnits(read).writeCapacityUnits(write);
    }

    private static boolean createIfMissing(DynamoSessionOptions.Builder options) {
        try (SessionTable table = SessionTable.of(options.build())) {
            return table.createIfMissing();
        }
    }

    private TableDescription described() {
        return dynamoDb.client().describeTable(table -> table.tableName(name)).table();
    }

    private static void assertCapacity(ProvisionedThroughputDescription units, long read, long write) {
        assertThat(units.readCapacityUnits()).isEqualTo(read);
        assertThat(units.writeCapacityUnits()).isEqualTo(write);
    }
}
