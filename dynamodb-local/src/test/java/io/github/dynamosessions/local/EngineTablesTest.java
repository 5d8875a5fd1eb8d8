package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** What the engine does with tables, see {@link EngineItemsTest}. */
class EngineTablesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final DynamoDbClient client = dynamoDb.client();
    private final String table = dynamoDb.newTable("id");

    @Test
    void queriesASparseIndexInItsOrder() {
        String indexed = createIndexedTable();
        putInto(indexed, Map.of("id", text("late"), "expiryShard", text("s"), "expiryBucket", number(20)));
        putInto(indexed, Map.of("id", text("early"), "expiryShard", text("s"), "expiryBucket", number(10)));
        putInto(indexed, Map.of("id", text("unindexed")));

        assertThat(client.query(query -> query.tableName(indexed)
                                .indexName("by-bucket")
                                .keyConditionExpression("expiryShard = :shard AND expiryBucket <= :limit")
                                .expressionAttributeValues(Map.of(":shard", text("s"), ":limit", number(20))))
                        .items())
                .extracting(item -> item.get("id").s())
                .containsExactly("early", "late");
    }

    @Test
    void addsAnIndexToATableThatIsThere() {
        putInto(table, Map.of("id", text("a"), "colour", text("red")));

        client.updateTable(update -> update.tableName(table)
                .attributeDefinitions(attribute("colour", ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(GlobalSecondaryIndexUpdate.builder()
                        .create(index -> index.indexName("by-colour")
                                .keySchema(key("colour", KeyType.HASH))
                                .projection(projection -> projection.projectionType(ProjectionType.ALL)))
                        .build()));

        await().atMost(PATIENCE).until(() -> statusOfTheIndex() == IndexStatus.ACTIVE);
        assertThat(client.scan(scan -> scan.tableName(table).indexName("by-colour"))
                        .items())
                .hasSize(1);
    }

    @Test
    void describesTheTimeToLiveThatWasSwitchedOn() {
        switchTimeToLiveOn();

        TimeToLiveDescription description =
                client.describeTimeToLive(ttl -> ttl.tableName(table)).timeToLiveDescription();
        assertThat(description.attributeName()).isEqualTo("expires");
        assertThat(description.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    }

    @Test
    void deletesExpiredItemsByItselfAndNoOthers() {
        long now = Instant.now().getEpochSecond();
        putInto(table, Map.of("id", text("expired"), "expires", number(now - 60)));
        putInto(table, Map.of("id", text("valid"), "expires", number(now + 3600)));
        switchTimeToLiveOn();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        client.scan(scan -> scan.tableName(table)).items())
                .extracting(item -> item.get("id").s())
                .containsExactly("valid"));
    }

    @Test
    void unknownTableIsNotFound() {
        assertThatThrownBy(() -> client.describeTable(describe -> describe.tableName("none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private String createIndexedTable() {
        String name = dynamoDb.newTableName();
        client.createTable(create -> create.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute("id", ScalarAttributeType.S),
                        attribute("expiryShard", ScalarAttributeType.S),
                        attribute("expiryBucket", ScalarAttributeType.N))
                .keySchema(key("id", KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("by-bucket")
                        .keySchema(key("expiryShard", KeyType.HASH), key("expiryBucket", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
        return name;
    }

    private void switchTimeToLiveOn() {
        client.updateTimeToLive(ttl -> ttl.tableName(table)
                .timeToLiveSpecification(spec -> spec.attributeName("expires").enabled(true)));
    }

    private IndexStatus statusOfTheIndex() {
        return client.describeTable(describe -> describe.tableName(table))
                .table()
                .globalSecondaryIndexes()
                .get(0)
                .indexStatus();
    }

    private void putInto(String tableName, Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(tableName).item(item));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
