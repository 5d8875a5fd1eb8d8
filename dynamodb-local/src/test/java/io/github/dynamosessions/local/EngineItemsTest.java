package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What the engine is used for, so that a class missing from its trimmed class path shows here. */
@ExtendWith(DynamoDbLocalExtension.class)
class EngineItemsTest {

    private final DynamoDbClient client;
    private final String table;

    EngineItemsTest(DynamoDbClient client, @FreshTable String table) {
        this.client = client;
        this.table = table;
    }

    @Test
    void returnsAnItemAsItWasPut() {
        Map<String, AttributeValue> item = Map.of(
                "id", text("a"),
                "number", number(42),
                "bytes", AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")),
                "flag", AttributeValue.fromBool(true),
                "map", AttributeValue.fromM(Map.of("inner", AttributeValue.fromL(List.of(text("x"))))));

        put(item);

        assertThat(get("a")).isEqualTo(item);
    }

    @Test
    void updatesOneKeyOfAMap() {
        put(Map.of("id", text("a"), "map", AttributeValue.fromM(Map.of("one", number(1)))));

        client.updateItem(update -> update.tableName(table)
                .key(Map.of("id", text("a")))
                .updateExpression("SET #map.#key = :value")
                .conditionExpression("attribute_exists(id)")
                .expressionAttributeNames(Map.of("#map", "map", "#key", "two"))
                .expressionAttributeValues(Map.of(":value", number(2))));

        assertThat(get("a").get("map").m()).containsOnlyKeys("one", "two");
    }

    @Test
    void failedConditionReturnsTheItemThatIsThere() {
        put(Map.of("id", text("a"), "movedTo", text("b")));

        assertThatThrownBy(() -> client.putItem(put -> put.tableName(table)
                        .item(Map.of("id", text("a")))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(ConditionalCheckFailedException.class, failure -> assertThat(failure.item())
                        .containsEntry("movedTo", text("b")));
    }

    @Test
    void deletesAnItemAndReturnsIt() {
        put(Map.of("id", text("a"), "number", number(1)));

        Map<String, AttributeValue> deleted = client.deleteItem(delete ->
                        delete.tableName(table).key(Map.of("id", text("a"))).returnValues(ReturnValue.ALL_OLD))
                .attributes();

        assertThat(deleted).containsEntry("number", number(1));
        assertThat(get("a")).isEmpty();
    }

    @Test
    void transactionWritesAllOrNothing() {
        put(Map.of("id", text("old")));
        TransactWriteItem putNew = TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(Map.of("id", text("new")))
                        .build())
                .build();
        TransactWriteItem deleteOld = deletion("old");
        TransactWriteItem deleteAbsent = deletion("absent");

        assertThatThrownBy(() -> client.transactWriteItems(write -> write.transactItems(putNew, deleteAbsent)))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(get("new")).isEmpty();

        client.transactWriteItems(write -> write.transactItems(putNew, deleteOld));
        assertThat(get("new")).isNotEmpty();
        assertThat(get("old")).isEmpty();
    }

    @Test
    void readsSeveralItemsAtOnce() {
        put(Map.of("id", text("a")));
        put(Map.of("id", text("b")));
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(List.of(Map.of("id", text("a")), Map.of("id", text("b"))))
                .consistentRead(true)
                .build();

        assertThat(client.batchGetItem(get -> get.requestItems(Map.of(table, keys)))
                        .responses()
                        .get(table))
                .hasSize(2);
    }

    @Test
    void scansWithAFilter() {
        put(Map.of("id", text("a"), "number", number(1)));
        put(Map.of("id", text("b"), "number", number(2)));

        assertThat(client.scan(scan -> scan.tableName(table)
                                .filterExpression("#number > :one")
                                .expressionAttributeNames(Map.of("#number", "number"))
                                .expressionAttributeValues(Map.of(":one", number(1))))
                        .items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("id")).isEqualTo(text("b")));
    }

    @Test
    void executesAPartiQlStatement() {
        put(Map.of("id", text("a"), "number", number(1)));

        assertThat(client.executeStatement(statement -> statement
                                .statement("SELECT * FROM \"" + table + "\" WHERE id = ?")
                                .parameters(text("a")))
                        .items())
                .hasSize(1);
    }

    private TransactWriteItem deletion(String id) {
        Delete delete = Delete.builder()
                .tableName(table)
                .key(Map.of("id", text(id)))
                .conditionExpression("attribute_exists(id)")
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    private void put(Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(table).item(item));
    }

    private Map<String, AttributeValue> get(String id) {
        return client.getItem(
                        get -> get.tableName(table).key(Map.of("id", text(id))).consistentRead(true))
                .item();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
