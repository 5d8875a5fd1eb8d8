package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Global and local secondary indexes. A global one may lag, so each read of it is repeated until it holds.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html">Global secondary indexes</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html">Local secondary indexes</a>
 */
class IndexTest {

    private static final String ITEM =
            "pk: 'KEY', sk: 'a', g: 'GROUP', h: 1, l: 'x', inc: 'included', more: 'not included'";

    @AutoClose
    private static final TestTable TABLE = TestTable.define("pk:S", "sk:S")
            .global("all", ProjectionType.ALL, "g:S")
            .global("keys", ProjectionType.KEYS_ONLY, "g:S", "h:N")
            .global("include", ProjectionType.INCLUDE, List.of("inc"), "g:S", "h:N")
            .local("localAll", ProjectionType.ALL, "pk:S", "l:S")
            .local("localKeys", ProjectionType.KEYS_ONLY, "pk:S", "l:S")
            .local("localInclude", ProjectionType.INCLUDE, List.of("inc"), "pk:S", "l:S")
            .create();

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    all          | pk: 'KEY', sk: 'a', g: 'GROUP', h: 1, l: 'x', inc: 'included', more: 'not included'
                    keys         | pk: 'KEY', sk: 'a', g: 'GROUP', h: 1
                    include      | pk: 'KEY', sk: 'a', g: 'GROUP', h: 1, inc: 'included'
                    localAll     | pk: 'KEY', sk: 'a', g: 'GROUP', h: 1, l: 'x', inc: 'included', more: 'not included'
                    localKeys    | pk: 'KEY', sk: 'a', l: 'x'
                    localInclude | pk: 'KEY', sk: 'a', l: 'x', inc: 'included'
                    """)
    void hasWhatIsProjected(String index, String expected) {
        TABLE.put(own(ITEM, "projected-" + index));

        String condition = own(index.startsWith("local") ? "pk = {'KEY'}" : "g = {'GROUP'}", "projected-" + index);
        await().untilAsserted(() ->
                assertThat(query(index, condition).items()).containsExactly(item(own(expected, "projected-" + index))));
    }

    @Test
    void hasOnlyItemsWithItsKeys() {
        TABLE.put("pk: 'sparse', sk: '1', g: 'sparse', h: 1, l: 'x'");
        TABLE.put("pk: 'sparse', sk: '2', g: 'sparse'");
        TABLE.put("pk: 'sparse', sk: '3', h: 1");

        await().untilAsserted(
                        () -> assertThat(query("all", "g = {'sparse'}").count()).isEqualTo(2));
        await().untilAsserted(() ->
                assertThat(query("keys", "g = {'sparse'}").count()).isOne());
        assertThat(query("localKeys", "pk = {'sparse'}").count()).isOne();
    }

    @Test
    void followsItsTable() {
        TABLE.put("pk: 'follow', sk: '1', g: 'from', h: 1, l: 'x'");
        await().untilAsserted(
                        () -> assertThat(query("keys", "g = {'from'}").count()).isOne());

        TABLE.update("pk: 'follow', sk: '1'", "SET g = {'to'}, l = {'y'}");
        await().untilAsserted(
                        () -> assertThat(query("keys", "g = {'from'}").count()).isZero());
        await().untilAsserted(
                        () -> assertThat(query("keys", "g = {'to'}").count()).isOne());
        assertThat(query("localKeys", "pk = {'follow'}").items().get(0)).containsEntry("l", AttributeValue.fromS("y"));

        TABLE.update("pk: 'follow', sk: '1'", "REMOVE g");
        await().untilAsserted(
                        () -> assertThat(query("keys", "g = {'to'}").count()).isZero());

        TABLE.delete("pk: 'follow', sk: '1'");
        assertThat(query("localKeys", "pk = {'follow'}").count()).isZero();
    }

    @Test
    void isOrderedByItsSortKey() {
        for (int h : new int[] {3, 1, 10, 2}) {
            TABLE.put("pk: 'order', sk: '" + h + "', g: 'order', h: " + h + ", l: '" + (20 - h) + "'");
        }

        await().untilAsserted(() ->
                assertThat(sortKeys(query("keys", "g = {'order'}"))).containsExactly("1", "2", "3", "10"));
        assertThat(sortKeys(query("localKeys", "pk = {'order'}"))).containsExactly("10", "3", "2", "1");
        assertThat(sortKeys(query("keys", "g = {'order'} AND h > {2}"))).containsExactly("3", "10");
    }

    @Test
    void pagesOfEqualKeysFindEachItemOnce() {
        for (int i = 0; i < 5; i++) {
            TABLE.put("pk: 'tie-" + i + "', sk: 's', g: 'tie', h: 7");
        }
        await().untilAsserted(
                        () -> assertThat(query("keys", "g = {'tie'}").count()).isEqualTo(5));

        List<String> found = new ArrayList<>();
        Map<String, AttributeValue> start = null;
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = TABLE.query(
                    "g = {'tie'}", query -> query.indexName("keys").limit(2).exclusiveStartKey(from));
            page.items().forEach(item -> found.add(item.get("pk").s()));
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
            assertThat(start == null || start.keySet().equals(java.util.Set.of("pk", "sk", "g", "h")))
                    .isTrue();
        } while (start != null);

        assertThat(found).containsExactlyInAnyOrder("tie-0", "tie-1", "tie-2", "tie-3", "tie-4");
    }

    @Test
    void aScanReadsOnlyTheIndex() {
        TABLE.put("pk: 'scanned', sk: 's', g: 'scanned', h: 1, inc: 'x', more: 'y'");

        await().untilAsserted(() -> assertThat(TABLE.scan("g = {'scanned'}", scan -> scan.indexName("include"))
                        .items())
                .containsExactly(item("pk: 'scanned', sk: 's', g: 'scanned', h: 1, inc: 'x'")));
    }

    @Test
    void aLocalIndexFetchesFromItsTable() {
        TABLE.put("pk: 'fetch', sk: 's', l: 'x', inc: 'i', more: 'm'");

        assertThat(TABLE.query("pk = {'fetch'}", query -> query.indexName("localKeys")
                                .select(Select.ALL_ATTRIBUTES)
                                .consistentRead(true))
                        .items())
                .containsExactly(item("pk: 'fetch', sk: 's', l: 'x', inc: 'i', more: 'm'"));
        assertThat(TABLE.query("pk = {'fetch'}", query -> query.indexName("localKeys")
                                .projectionExpression("sk, more"))
                        .items())
                .containsExactly(item("sk: 's', more: 'm'"));
    }

    @Test
    void aGlobalIndexDoesNot() {
        assertInvalid(
                () -> TABLE.query("g = {'x'}", query -> query.indexName("keys").select(Select.ALL_ATTRIBUTES)),
                "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys"
                        + " because its projection type is not ALL");
    }

    @Test
    void aGlobalIndexIsNotConsistent() {
        assertInvalid(
                () -> TABLE.query("g = {'x'}", query -> query.indexName("all").consistentRead(true)),
                "Consistent reads are not supported on global secondary indexes");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.indexName("all").consistentRead(true)),
                "Consistent reads are not supported on global secondary indexes");
    }

    @Test
    void aQueryIsOnTheKeysOfTheIndex() {
        assertInvalid(() -> query("keys", "pk = {'x'}"), "Query condition missed key schema element: g");
        assertInvalid(
                () -> TABLE.query("g = {'x'}", "h = {1}", query -> query.indexName("keys")),
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: h");
        assertThat(TABLE.query("g = {'gone'}", "pk = {'x'}", query -> query.indexName("keys"))
                        .count())
                .isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    g: 1        | One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: all
                    g: ['x']    | One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: L IndexName: all
                    g: NULL     | One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: NULL IndexName: all
                    h: '1'      | One or more parameter values were invalid: Type mismatch for Index Key h Expected: N Actual: S IndexName: include
                    l: true     | One or more parameter values were invalid: Type mismatch for Index Key l Expected: S Actual: BOOL IndexName: localAll
                    g: ''       | One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: all, IndexKey: g
                    l: ''       | One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: localAll, IndexKey: l
                    """)
    void anItemHasValidKeysForTheIndexes(String attributes, String message) {
        assertInvalid(() -> TABLE.put("pk: 'bad', sk: 's', " + attributes), message);
        assertInvalid(
                () -> CLIENT.batchWriteItem(batch -> batch.requestItems(Map.of(
                        TABLE.name(),
                        List.of(software.amazon.awssdk.services.dynamodb.model.WriteRequest.builder()
                                .putRequest(put -> put.item(item("pk: 'bad', sk: 's', " + attributes)))
                                .build())))),
                message);
    }

    @Test
    void anUpdateKeepsTheKeysForTheIndexesValid() {
        assertInvalid(
                () -> TABLE.update("pk: 'bad', sk: 's'", "SET g = {''}"),
                "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value"
                        + " that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.");
    }

    private static QueryResponse query(String index, String condition) {
        return TABLE.query(condition, query -> query.indexName(index));
    }

    private static List<String> sortKeys(QueryResponse response) {
        return response.items().stream().map(item -> item.get("sk").s()).toList();
    }

    private static String own(String text, String key) {
        return text.replace("KEY", key).replace("GROUP", key);
    }
}
