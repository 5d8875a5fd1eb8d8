package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A write has one unit for each KB, a consistent read one for each 4 KB, another read half of that, a transaction twice as many.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">Read and write
 *     operations</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations">Throughput
 *     considerations for global secondary indexes</a>
 */
@SuppressWarnings("unchecked") // varargs of the SDK's builders
class ConsumedCapacityTest {

    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;
    private static final ReturnConsumedCapacity INDEXES = ReturnConsumedCapacity.INDEXES;

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @AutoClose
    private static final TestTable SORTED = TestTable.create("pk:S", "sk:N");

    @AutoClose
    private static final TestTable INDEXED = TestTable.define("pk:S", "sk:S")
            .global("gsi", ProjectionType.INCLUDE, List.of("inc"), "g:S")
            .local("lsi", ProjectionType.ALL, "pk:S", "l:S")
            .create();

    @ParameterizedTest(name = "{0} bytes are {1} write units and {2} read units")
    @CsvSource({
        "1, 1, 1",
        "1024, 1, 1",
        "1025, 2, 1",
        "2048, 2, 1",
        "2049, 3, 1",
        "4096, 4, 1",
        "4097, 5, 2",
        "8192, 8, 2",
        "8193, 9, 3",
        "409600, 400, 100"
    })
    void followsTheSizeOfTheItem(int bytes, double writes, double reads) {
        Map<String, AttributeValue> item = sized("s", Math.max(bytes, 4));
        TABLE.delete("pk: 's'");

        assertThat(units(TABLE.put(item, put -> put.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(writes);
        assertThat(units(TABLE.get("pk: 's'", get -> get.consistentRead(true).returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(reads);
        assertThat(units(TABLE.get("pk: 's'", get -> get.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(reads / 2);
        assertThat(units(TABLE.delete("pk: 's'", null, delete -> delete.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(writes);
    }

    @Test
    void aWriteCountsTheLargerOfBothItems() {
        TABLE.put(sized("larger", 3 * 1024));

        assertThat(units(TABLE.put(sized("larger", 10), put -> put.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(3);
        assertThat(units(TABLE.put(sized("larger", 2 * 1024), put -> put.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(2);
        assertThat(units(TABLE.update("pk: 'larger'", "SET n = {1}", update -> update.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(3);
        assertThat(units(TABLE.update("pk: 'larger'", "REMOVE v", update -> update.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(3);
    }

    @Test
    void nothingCountsAsOne() {
        assertThat(units(TABLE.get("pk: 'gone'", get -> get.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(0.5);
        assertThat(units(TABLE.delete("pk: 'gone'", null, delete -> delete.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(1);
        assertThat(units(SORTED.query("pk = {'gone'}", query -> query.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(0.5);
    }

    @Test
    void isReturnedOnlyIfAsked() {
        assertThat(TABLE.put("pk: 'a'").consumedCapacity()).isNull();
        assertThat(TABLE.put("pk: 'a'", put -> put.returnConsumedCapacity(ReturnConsumedCapacity.NONE))
                        .consumedCapacity())
                .isNull();
    }

    @Test
    void namesTheTable() {
        ConsumedCapacity total =
                TABLE.put("pk: 'a'", put -> put.returnConsumedCapacity(TOTAL)).consumedCapacity();
        ConsumedCapacity indexes =
                TABLE.put("pk: 'a'", put -> put.returnConsumedCapacity(INDEXES)).consumedCapacity();

        assertThat(total.tableName()).isEqualTo(TABLE.name());
        assertThat(total.table()).isNull();
        assertThat(indexes.table().capacityUnits()).isEqualTo(1);
        assertThat(indexes.hasGlobalSecondaryIndexes()).isFalse();
        assertThat(indexes.writeCapacityUnits()).isNull();
        assertThat(indexes.table().writeCapacityUnits()).isNull();
    }

    @Test
    void aQueryCountsTheSumOfItsItems() {
        for (int i = 0; i < 3; i++) {
            SORTED.put("pk: 'sum', sk: " + i + ", v: '" + "x".repeat(2000) + "'");
        }

        assertThat(units(SORTED.query("pk = {'sum'}", query -> query.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(1);
        assertThat(units(SORTED.query("pk = {'sum'}", query -> query.consistentRead(true)
                                .returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(2);
        assertThat(units(SORTED.query("pk = {'sum'}", query -> query.limit(1).returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(0.5);
    }

    @Test
    void filtersAndProjectionsMakeNoDifference() {
        for (int i = 0; i < 3; i++) {
            SORTED.put("pk: 'filter', sk: " + i + ", v: '" + "x".repeat(2000) + "'");
        }

        assertThat(units(SORTED.query("pk = {'filter'}", "v = {'y'}", query -> query.returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(1);
        assertThat(units(SORTED.query("pk = {'filter'}", query -> query.projectionExpression("sk")
                                .returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(1);
        assertThat(units(SORTED.query("pk = {'filter'}", query -> query.select("COUNT")
                                .returnConsumedCapacity(TOTAL))
                        .consumedCapacity()))
                .isEqualTo(1);
    }

    @Test
    void aBatchCountsEachItem() {
        TABLE.put(sized("b1", 1000));
        TABLE.put(sized("b2", 5000));
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(item("pk: 'b1'"), item("pk: 'b2'"), item("pk: 'gone'"))
                .consistentRead(true)
                .build();

        assertThat(CLIENT.batchGetItem(get ->
                                get.requestItems(Map.of(TABLE.name(), keys)).returnConsumedCapacity(TOTAL))
                        .consumedCapacity())
                .singleElement()
                .satisfies(capacity -> assertThat(units(capacity)).isEqualTo(1 + 2 + 1));
        assertThat(CLIENT.batchWriteItem(write -> write.requestItems(Map.of(
                                        TABLE.name(),
                                        List.of(
                                                WriteRequest.builder()
                                                        .putRequest(put -> put.item(sized("b3", 1025)))
                                                        .build(),
                                                WriteRequest.builder()
                                                        .deleteRequest(one -> one.key(item("pk: 'gone'")))
                                                        .build())))
                                .returnConsumedCapacity(TOTAL))
                        .consumedCapacity())
                .singleElement()
                .satisfies(capacity -> assertThat(units(capacity)).isEqualTo(2 + 1));
    }

    @Test
    void aTransactionCountsTwice() {
        TABLE.put(sized("t1", 5000));

        ConsumedCapacity read = CLIENT.transactGetItems(get -> get.transactItems(
                                one -> one.get(
                                        key -> key.tableName(TABLE.name()).key(item("pk: 't1'"))),
                                one -> one.get(
                                        key -> key.tableName(TABLE.name()).key(item("pk: 'gone'"))))
                        .returnConsumedCapacity(INDEXES))
                .consumedCapacity()
                .get(0);
        ConsumedCapacity written = CLIENT.transactWriteItems(write -> write.transactItems(
                                one -> one.put(
                                        put -> put.tableName(TABLE.name()).item(sized("t2", 1025))),
                                one -> one.conditionCheck(check -> check.tableName(TABLE.name())
                                        .key(item("pk: 't3'"))
                                        .conditionExpression("attribute_not_exists(pk)")))
                        .returnConsumedCapacity(INDEXES))
                .consumedCapacity()
                .get(0);

        assertThat(units(read)).isEqualTo(2 * 2 + 2);
        assertThat(read.readCapacityUnits()).isEqualTo(6);
        assertThat(read.table().readCapacityUnits()).isEqualTo(6);
        assertThat(units(written)).isEqualTo(2 * 2 + 2);
        assertThat(written.writeCapacityUnits()).isEqualTo(6);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    more: 1                   | total 1, table 1
                    g: 'x'                    | total 2, table 1, gsi 1
                    l: 'x'                    | total 2, table 1, lsi 1
                    g: 'x', l: 'x', inc: 'i'  | total 3, table 1, gsi 1, lsi 1
                    """)
    void aPutWritesToIndexes(String attributes, String expected) {
        INDEXED.delete("pk: 'put', sk: 's'");

        assertThat(parts(INDEXED.put("pk: 'put', sk: 's', " + attributes, put -> put.returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .isEqualTo(expected);
        assertThat(parts(INDEXED.put("pk: 'put', sk: 's', " + attributes, put -> put.returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .as("the same again")
                .isEqualTo("total 1, table 1");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    SET more = {2}            | total 2, table 1, lsi 1
                    SET inc = {'j'}           | total 3, table 1, gsi 1, lsi 1
                    SET g = {'y'}             | total 4, table 1, gsi 2, lsi 1
                    REMOVE g                  | total 3, table 1, gsi 1, lsi 1
                    SET l = {'y'}             | total 3, table 1, lsi 2
                    REMOVE l                  | total 2, table 1, lsi 1
                    REMOVE l, g               | total 3, table 1, gsi 1, lsi 1
                    """)
    void anUpdateWritesToTheIndexesThatChange(String expression, String expected) {
        INDEXED.put("pk: 'update', sk: 's', g: 'x', l: 'x', inc: 'i', more: 1");

        assertThat(parts(INDEXED.update(
                                "pk: 'update', sk: 's'", expression, update -> update.returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .isEqualTo(expected);
    }

    @Test
    void aDeleteWritesToTheIndexesOfTheItem() {
        INDEXED.put("pk: 'delete', sk: 's', g: 'x', l: 'x'");

        assertThat(parts(INDEXED.delete("pk: 'delete', sk: 's'", null, delete -> delete.returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .isEqualTo("total 3, table 1, gsi 1, lsi 1");
    }

    @Test
    void aReadOfAnIndexCountsThere() {
        INDEXED.put("pk: 'read', sk: 's', g: 'read', l: 'x'");

        assertThat(parts(INDEXED.query(
                                "g = {'read'}", query -> query.indexName("gsi").returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .isEqualTo("total 0.5, table 0, gsi 0.5");
        assertThat(parts(INDEXED.query("pk = {'read'}", query -> query.indexName("lsi")
                                .consistentRead(true)
                                .returnConsumedCapacity(INDEXES))
                        .consumedCapacity()))
                .isEqualTo("total 1, table 0, lsi 1");
    }

    private static double units(ConsumedCapacity capacity) {
        return Objects.requireNonNull(capacity).capacityUnits();
    }

    private static String parts(ConsumedCapacity capacity) {
        return "total " + shown(capacity.capacityUnits()) + ", table "
                + shown(capacity.table().capacityUnits())
                + parts(capacity.globalSecondaryIndexes())
                + parts(capacity.localSecondaryIndexes());
    }

    private static String parts(Map<String, Capacity> indexes) {
        return indexes.entrySet().stream()
                .map(index ->
                        ", " + index.getKey() + " " + shown(index.getValue().capacityUnits()))
                .collect(Collectors.joining());
    }

    private static String shown(double units) {
        return units == Math.rint(units) ? String.valueOf((long) units) : String.valueOf(units);
    }

    private static Map<String, AttributeValue> sized(String key, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", AttributeValue.fromS(key));
        item.put(
                "v",
                AttributeValue.fromS("x".repeat(Math.max(0, bytes - "pk".length() - key.length() - "v".length()))));
        return item;
    }
}
