package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Reads of one partition.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html">Key condition
 *     expressions</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">Query</a>
 */
class QueryTest {

    private static final String INVALID_KEY_CONDITION = "Invalid KeyConditionExpression: ";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S", "sk:S");

    @AutoClose
    private static final TestTable NUMBERS = TestTable.create("pk:S", "sk:N");

    @AutoClose
    private static final TestTable BIG = TestTable.create("pk:S", "sk:N");

    @BeforeAll
    static void putItems() {
        for (String sk : List.of("d", "a", "ab", "c", "b")) {
            TABLE.put("pk: 'p', sk: '" + sk + "', size: " + sk.length());
        }
        TABLE.put("pk: 'other', sk: 'a'");
        for (int i = 10; i > 0; i--) {
            NUMBERS.put("pk: 'p', sk: " + i + ", even: " + (i % 2 == 0));
        }
        for (int i = 0; i < 5; i++) {
            BIG.put("pk: 'p', sk: " + i + ", fill: '" + "x".repeat(300 * 1024) + "'");
        }
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    pk = {'p'}                              | a, ab, b, c, d
                    {'p'} = pk                              | a, ab, b, c, d
                    pk = {'gone'}                           |
                    pk = {'p'} AND sk = {'b'}               | b
                    sk = {'b'} AND pk = {'p'}               | b
                    pk = {'p'} AND sk = {'gone'}            |
                    pk = {'p'} AND sk < {'b'}               | a, ab
                    pk = {'p'} AND sk <= {'b'}              | a, ab, b
                    pk = {'p'} AND sk > {'b'}               | c, d
                    pk = {'p'} AND sk >= {'b'}              | b, c, d
                    pk = {'p'} AND {'b'} <= sk              | b, c, d
                    pk = {'p'} AND {'b'} > sk               | a, ab
                    pk = {'p'} AND sk BETWEEN {'ab'} AND {'c'} | ab, b, c
                    pk = {'p'} AND sk between {'b'} and {'b'}  | b
                    pk = {'p'} AND begins_with(sk, {'a'})   | a, ab
                    begins_with(sk, {'ab'}) AND pk = {'p'}  | ab
                    (pk = {'p'} AND sk = {'b'})             | b
                    (pk = {'p'}) AND (sk = {'b'})           | b
                    (pk = {'p'} AND (sk = {'b'}))           | b
                    """)
    void findsWhatTheKeyConditionSays(String condition, @Nullable String expected) {
        assertThat(sortKeys(TABLE.query(condition))).isEqualTo(requireNonNullElse(expected, ""));
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    pk = {'p'} AND sk = {3.0}            | 3
                    pk = {'p'} AND sk < {3}              | 1, 2
                    pk = {'p'} AND sk > {8}              | 9, 10
                    pk = {'p'} AND sk BETWEEN {9} AND {10} | 9, 10
                    """)
    void comparesNumbersByValue(String condition, String expected) {
        assertThat(NUMBERS.query(condition).items().stream()
                        .map(item -> item.get("sk").n())
                        .toList())
                .isEqualTo(Arrays.asList(expected.split(", ")));
    }

    @Test
    void readsBackwards() {
        assertThat(sortKeys(TABLE.query("pk = {'p'}", query -> query.scanIndexForward(false))))
                .isEqualTo("d, c, b, ab, a");
        assertThat(sortKeys(TABLE.query("pk = {'p'} AND sk < {'c'}", query -> query.scanIndexForward(false))))
                .isEqualTo("b, ab, a");
    }

    @Test
    void aLimitEndsThePage() {
        QueryResponse page = TABLE.query("pk = {'p'}", query -> query.limit(2));

        assertThat(sortKeys(page)).isEqualTo("a, ab");
        assertThat(page.lastEvaluatedKey()).isEqualTo(item("pk: 'p', sk: 'ab'"));
        assertThat(sortKeys(
                        TABLE.query("pk = {'p'}", query -> query.limit(9).exclusiveStartKey(page.lastEvaluatedKey()))))
                .isEqualTo("b, c, d");
    }

    @Test
    void aLimitThatIsMetEndsThePageEvenAtTheLastItem() {
        assertThat(TABLE.query("pk = {'p'}", query -> query.limit(5)).lastEvaluatedKey())
                .isEqualTo(item("pk: 'p', sk: 'd'"));
        assertThat(TABLE.query("pk = {'p'}", query -> query.limit(6)).hasLastEvaluatedKey())
                .isFalse();
    }

    @Test
    void pagesGoBackwardsToo() {
        List<String> keys = new ArrayList<>();
        Map<String, AttributeValue> start = null;
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = TABLE.query(
                    "pk = {'p'}",
                    query -> query.limit(2).scanIndexForward(false).exclusiveStartKey(from));
            keys.add(sortKeys(page));
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
        } while (start != null);

        assertThat(keys).containsExactly("d, c", "b, ab", "a");
    }

    @Test
    void aStartKeyNeedNotExist() {
        assertThat(sortKeys(TABLE.query("pk = {'p'}", query -> query.exclusiveStartKey(item("pk: 'p', sk: 'aa'")))))
                .isEqualTo("ab, b, c, d");
    }

    @Test
    void aFilterComesAfterTheLimit() {
        QueryResponse page = NUMBERS.query("pk = {'p'}", "even = {true}", query -> query.limit(3));

        assertThat(page.count()).isOne();
        assertThat(page.scannedCount()).isEqualTo(3);
        assertThat(page.lastEvaluatedKey()).isEqualTo(item("pk: 'p', sk: 3"));
    }

    @Test
    void countsWithoutItems() {
        QueryResponse counted = NUMBERS.query("pk = {'p'}", "even = {true}", query -> query.select(Select.COUNT));

        assertThat(counted.hasItems()).isFalse();
        assertThat(counted.count()).isEqualTo(5);
        assertThat(counted.scannedCount()).isEqualTo(10);
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html">Paginating</a> */
    @Test
    void aPageHasAtMostOneMegabyte() {
        QueryResponse page = BIG.query("pk = {'p'}");

        assertThat(page.count()).isEqualTo(4);
        assertThat(page.lastEvaluatedKey()).isEqualTo(item("pk: 'p', sk: 3"));
        assertThat(BIG.query("pk = {'p'}", query -> query.select(Select.COUNT)).count())
                .isEqualTo(4);
        assertThat(BIG.query("pk = {'p'}", "another = {9}", query -> {}).lastEvaluatedKey())
                .isEqualTo(item("pk: 'p', sk: 3"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    sk = {'b'}                                  | Query condition missed key schema element: pk
                    pk = {'p'} OR sk = {'b'}            | Invalid operator used in KeyConditionExpression: OR
                    NOT pk = {'p'}                      | Invalid operator used in KeyConditionExpression: NOT
                    pk <> {'p'}                         | Invalid operator used in KeyConditionExpression: <>
                    pk IN ({'p'})                       | Invalid operator used in KeyConditionExpression: IN
                    contains(pk, {'p'})                 | Invalid operator used in KeyConditionExpression: contains
                    attribute_exists(pk)                | Invalid operator used in KeyConditionExpression: attribute_exists
                    size(pk) = {1}                      | KeyConditionExpressions cannot contain nested operations
                    pk = {'p'} AND sk = pk              | Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
                    v = {'b'}                                   | Query condition missed key schema element: pk
                    pk = {'p'} AND v = {'b'}                    | Query condition missed key schema element: sk
                    pk > {'p'}                                  | Query key condition not supported
                    begins_with(pk, {'p'})                      | Query key condition not supported
                    pk BETWEEN {'a'} AND {'p'}                  | Query key condition not supported
                    pk = {1}                                    | One or more parameter values were invalid: Condition parameter type does not match schema type
                    pk = {'p'} AND sk = {1}                     | One or more parameter values were invalid: Condition parameter type does not match schema type
                    pk = {'p'} AND sk = {true}                  | One or more parameter values were invalid: Condition parameter type does not match schema type
                    pk = {'p'} AND sk > {0x01}                  | One or more parameter values were invalid: Condition parameter type does not match schema type
                    pk = {'p'} AND sk > {'a'} AND v = {1}       | The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)
                    pk = {''}                                   | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk
                    """)
    void theKeyConditionFitsTheSchema(String condition, String message) {
        assertInvalid(() -> TABLE.query(condition), message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    pk                                  | Syntax error; token: "<EOF>", near: "pk"
                    pk = {'p'} AND                      | Syntax error; token: "<EOF>", near: "AND"
                    ((pk = {'p'}))                      | The expression has redundant parentheses;
                    pk = {'p'} AND sk.k = {'b'}         | KeyConditionExpressions cannot have conditions on nested attributes
                    pk = {'p'} AND sk > {'a'} AND sk < {'c'} | KeyConditionExpressions must only contain one condition per key
                    pk = {'p'} AND begins_with(sk, {1}) | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    pk = {'p'} AND sk < {true}          | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
                    pk = {'p'} AND {true} >= sk         | Incorrect operand type for operator or function; operator or function: >=, operand type: BOOL
                    pk = {'p'} AND sk BETWEEN {'z'} AND {'a'} | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:z}, upper bound operand: AttributeValue: {S:a}
                    hash = {'p'}                        | Attribute name is a reserved keyword; reserved keyword: hash
                    """)
    void theKeyConditionIsOneOfAFewForms(String condition, String message) {
        assertInvalid(() -> TABLE.query(condition), INVALID_KEY_CONDITION + message);
    }

    @Test
    void aKeyConditionIsRequired() {
        assertInvalid(
                () -> CLIENT.query(query -> query.tableName(TABLE.name())),
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pk", "sk"})
    void aFilterIsNotOnTheKey(String attribute) {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", attribute + " = {'b'}", query -> {}),
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: " + attribute);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bad: 'p'", "pk: 'p'", "pk: 'p', sk: 'a', more: 1", "pk: 1, sk: 'a'", "pk: 'p', sk: 1"})
    void aStartKeyIsOfTheSchema(String key) {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.exclusiveStartKey(item(key))),
                "The provided starting key is invalid");
    }

    @Test
    void aStartKeyIsOfThePartition() {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.exclusiveStartKey(item("pk: 'other', sk: 'a'"))),
                "The provided starting key is outside query boundaries based on provided conditions");
    }

    @Test
    void aStartKeyIsInTheRange() {
        assertInvalid(
                () -> TABLE.query(
                        "pk = {'p'} AND sk > {'b'}", query -> query.exclusiveStartKey(item("pk: 'p', sk: 'a'"))),
                "The provided starting key does not match the range key predicate");
    }

    @Test
    void aLimitIsPositive() {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.limit(0)),
                "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal"
                        + " to 1");
    }

    @Test
    void selectFitsTheProjection() {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.select(Select.SPECIFIC_ATTRIBUTES)),
                "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                        + " SPECIFIC_ATTRIBUTES");
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.select(Select.ALL_ATTRIBUTES)
                        .projectionExpression("sk")),
                "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES");
        assertInvalid(
                () -> TABLE.query(
                        "pk = {'p'}", query -> query.select(Select.COUNT).projectionExpression("sk")),
                "Cannot specify the ProjectionExpression when choosing to get only the Count");
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.select(Select.ALL_PROJECTED_ATTRIBUTES)),
                "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        assertThat(TABLE.query("pk = {'p'}", query -> query.select(Select.SPECIFIC_ATTRIBUTES)
                                .projectionExpression("sk")
                                .limit(1))
                        .items())
                .containsExactly(item("sk: 'a'"));
    }

    @Test
    void anIndexExists() {
        assertInvalid(
                () -> TABLE.query("pk = {'p'}", query -> query.indexName("gone")),
                "The table does not have the specified index: gone");
    }

    private static String sortKeys(QueryResponse response) {
        assertThat(response.count()).isEqualTo(response.items().size());
        return String.join(
                ", ", response.items().stream().map(item -> item.get("sk").s()).toList());
    }
}
