package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Notation.value;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions that no item can satisfy because they are wrong.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html">Using expressions</a>
 */
class ExpressionErrorTest {

    private static final String KEY = "pk: 'a'";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    n                     | Syntax error; token: "<EOF>", near: "n"
                    n =                   | Syntax error; token: "<EOF>", near: "="
                    n = = {1}             | Syntax error; token: "=", near: "= = :v0"
                    n = {1} AND           | Syntax error; token: "<EOF>", near: "AND"
                    AND n = {1}           | Syntax error; token: "AND", near: "AND n"
                    n = {1} s = {2}       | Syntax error; token: "s", near: ":v0 s ="
                    n = 1                 | Syntax error; token: "1", near: "= 1"
                    (n = {1}              | Syntax error; token: "<EOF>", near: ":v0"
                    n = {1})              | Syntax error; token: ")", near: ":v0)"
                    n BETWEEN {1}         | Syntax error; token: "<EOF>", near: ":v0"
                    n IN ()               | Syntax error; token: ")", near: "()"
                    attribute_exists(     | Syntax error; token: "<EOF>", near: "("
                    n & {1}               | Syntax error; token: "&", near: "n & :v0"
                    m. = {1}              | Syntax error; token: "=", near: ". = :v0"
                    l[a] = {1}            | Syntax error; token: "a", near: "[a]"
                    l[-1] = {1}           | Syntax error; token: "-", near: "[-1"
                    ((n = {1}))           | The expression has redundant parentheses;
                    ((n = {1})) AND s = {2} | The expression has redundant parentheses;
                    foo(n)                | Invalid function name; function: foo
                    SIZE(n) = {1}         | Invalid function name; function: SIZE
                    ATTRIBUTE_EXISTS(n)   | Invalid function name; function: ATTRIBUTE_EXISTS
                    size(n, s) = {1}      | Incorrect number of operands for operator or function; operator or function: size, number of operands: 2
                    attribute_exists(n, s) | Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2
                    begins_with(n)        | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1
                    contains(n)           | Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1
                    attribute_type(n)     | Incorrect number of operands for operator or function; operator or function: attribute_type, number of operands: 1
                    attribute_exists({1}) | Operator or function requires a document path; operator or function: attribute_exists
                    attribute_not_exists({1}) | Operator or function requires a document path; operator or function: attribute_not_exists
                    attribute_type(n, {'X'}) | Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
                    attribute_type(n, {1})   | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N
                    begins_with(n, {1})   | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
                    begins_with(n, {true}) | Incorrect operand type for operator or function; operator or function: begins_with, operand type: BOOL
                    size({1}) = {1}       | Incorrect operand type for operator or function; operator or function: size, operand type: N
                    n < {true}            | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
                    n <= {NULL}           | Incorrect operand type for operator or function; operator or function: <=, operand type: NULL
                    n > {[1]}             | Incorrect operand type for operator or function; operator or function: >, operand type: L
                    n >= {{k: 1}}         | Incorrect operand type for operator or function; operator or function: >=, operand type: M
                    n > {<<1>>}           | Incorrect operand type for operator or function; operator or function: >, operand type: NS
                    n BETWEEN {true} AND {false} | Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL
                    n BETWEEN {9} AND {1} | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:9}, upper bound operand: AttributeValue: {N:1}
                    n BETWEEN {1} AND {'x'} | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}
                    n = n                 | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]
                    m.k <> m.k            | The first operand must be distinct from the remaining operands for this operator or function; operator: <>, first operand: [m, k]
                    l[0] < l[0]           | The first operand must be distinct from the remaining operands for this operator or function; operator: <, first operand: [l, [0]]
                    contains(n, n)        | The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [n]
                    if_not_exists(n, {1}) = {1} | The function is not allowed in a condition expression; function: if_not_exists
                    list_append(n, s) = {1}     | The function is not allowed in a condition expression; function: list_append
                    size(n)               | The function is not allowed to be used this way in an expression; function: size
                    attribute_exists(n) = {true} | The function is not allowed to be used this way in an expression; function: attribute_exists
                    status = {1}          | Attribute name is a reserved keyword; reserved keyword: status
                    m.Status = {1}        | Attribute name is a reserved keyword; reserved keyword: Status
                    n = :gone             | An expression attribute value used in expression is not defined; attribute value: :gone
                    #gone = {1}           | An expression attribute name used in the document path is not defined; attribute name: #gone
                    """)
    void condition(String condition, String message) {
        assertInvalid(() -> TABLE.putIf(KEY, condition), "Invalid ConditionExpression: " + message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    INVALID SYNTAX HERE   | Syntax error; token: "INVALID", near: "INVALID SYNTAX"
                    SET                   | Syntax error; token: "<EOF>", near: "SET"
                    SET a                 | Syntax error; token: "<EOF>", near: "a"
                    SET a =               | Syntax error; token: "<EOF>", near: "="
                    SET a = {1},          | Syntax error; token: "<EOF>", near: ","
                    SET a = {1} + {2} + {3} | Syntax error; token: "+", near: ":v1 + :v2"
                    SET {1} = a           | Syntax error; token: ":v0", near: "SET :v0 ="
                    REMOVE                | Syntax error; token: "<EOF>", near: "REMOVE"
                    REMOVE a = {1}        | Syntax error; token: "=", near: "a = :v0"
                    ADD a                 | Syntax error; token: "<EOF>", near: "a"
                    ADD a = {1}           | Syntax error; token: "=", near: "a = :v0"
                    DELETE a              | Syntax error; token: "<EOF>", near: "a"
                    SET a = {1} SET c = {2} | The "SET" section can only be used once in an update expression;
                    REMOVE a REMOVE c     | The "REMOVE" section can only be used once in an update expression;
                    DELETE a {<<1>>} DELETE c {<<2>>} | The "DELETE" section can only be used once in an update expression;
                    SET a = {1}, a = {2}  | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
                    SET a = {1} REMOVE a  | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
                    SET a = {1}, a.k = {2} | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, k]
                    SET a.k = {1}, a = {2} | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, k], path two: [a]
                    REMOVE l[0], l[0]     | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, [0]]
                    SET m.k = {1}, m[0] = {2} | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, k], path two: [m, [0]]
                    ADD a {'x'}           | Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
                    ADD a {[1]}           | Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND
                    DELETE a {1}          | Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND
                    SET a = {'x'} + {1}   | Incorrect operand type for operator or function; operator or function: +, operand type: S
                    SET a = n - {true}    | Incorrect operand type for operator or function; operator or function: -, operand type: BOOL
                    SET a = list_append({1}, {[1]}) | Incorrect operand type for operator or function; operator or function: list_append, operand type: N
                    SET a = list_append(l) | Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1
                    SET a = if_not_exists(l) | Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1
                    SET a = if_not_exists({1}, {2}) | Operator or function requires a document path; operator or function: if_not_exists
                    SET a = foo(n)        | Invalid function name; function: foo
                    SET a = size(n)       | The function is not allowed in an update expression; function: size
                    SET a = attribute_exists(n) | The function is not allowed in an update expression; function: attribute_exists
                    SET status = {1}      | Attribute name is a reserved keyword; reserved keyword: status
                    SET a = :gone         | An expression attribute value used in expression is not defined; attribute value: :gone
                    REMOVE #gone          | An expression attribute name used in the document path is not defined; attribute name: #gone
                    """)
    void update(String update, String message) {
        assertInvalid(() -> TABLE.update(KEY, update), "Invalid UpdateExpression: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anExpressionIsNotEmpty(String expression) {
        String message = "The expression can not be empty;";
        if (expression.isEmpty()) {
            assertInvalid(() -> TABLE.putIf(KEY, expression), "Invalid ConditionExpression: " + message);
            assertInvalid(() -> TABLE.update(KEY, expression), "Invalid UpdateExpression: " + message);
            assertInvalid(() -> TABLE.query(expression), "Invalid KeyConditionExpression: " + message);
            assertInvalid(() -> TABLE.scan(expression, scan -> {}), "Invalid FilterExpression: " + message);
            assertInvalid(
                    () -> TABLE.get(KEY, get -> get.projectionExpression(expression)),
                    "Invalid ProjectionExpression: " + message);
        } else {
            assertThat(refusal(() -> TABLE.putIf(KEY, expression), "ValidationException"))
                    .startsWith("Invalid ConditionExpression: ");
        }
    }

    @Test
    void everyValueIsUsed() {
        assertInvalid(
                () -> TABLE.update(
                        KEY,
                        "SET a = :a",
                        update -> update.expressionAttributeValues(Map.of(":a", value("1"), ":unused", value("2")))),
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}");
    }

    @Test
    void everyNameIsUsed() {
        assertInvalid(
                () -> TABLE.update(KEY, "REMOVE a", update -> update.expressionAttributeNames(Map.of("#unused", "a"))),
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}");
    }

    @Test
    void aNameInOneOfTwoExpressionsIsUsed() {
        TABLE.update(
                KEY,
                "REMOVE #a",
                "attribute_not_exists(#c)",
                update -> update.expressionAttributeNames(Map.of("#a", "a", "#c", "gone")));
    }

    @Test
    void placeholdersAreNotEmpty() {
        assertInvalid(
                () -> TABLE.update(KEY, "REMOVE a", update -> update.expressionAttributeNames(Map.of())),
                "ExpressionAttributeNames must not be empty");
        assertInvalid(
                () -> TABLE.update(KEY, "REMOVE a", update -> update.expressionAttributeValues(Map.of())),
                "ExpressionAttributeValues must not be empty");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a", "#", "#a b", ":a"})
    void theNameOfANameStartsWithAHash(String name) {
        assertInvalid(
                () -> TABLE.update(KEY, "REMOVE a", update -> update.expressionAttributeNames(Map.of(name, "a"))),
                "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + name + "\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a", ":", ":a b", "#a"})
    void theNameOfAValueStartsWithAColon(String name) {
        assertInvalid(
                () -> TABLE.update(
                        KEY, "REMOVE a", update -> update.expressionAttributeValues(Map.of(name, value("1")))),
                "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + name + "\"");
    }

    @Test
    void placeholdersNeedAnExpression() {
        assertInvalid(
                () -> TABLE.put(KEY, put -> put.expressionAttributeValues(Map.of(":a", value("1")))),
                "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null");
        assertInvalid(
                () -> TABLE.update(KEY, null, update -> update.expressionAttributeValues(Map.of(":a", value("1")))),
                "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null");
    }

    @Test
    void namesReplaceAnyCharacters() {
        TABLE.put("pk: 'names'");

        TABLE.update("pk: 'names'", "SET #a = {1}, #b.#c = {2}, #d = {3}", update -> update.expressionAttributeNames(
                        Map.of("#a", "a.b[0] c", "#b", "b", "#c", "c", "#d", "status"))
                .updateExpression("SET #a = :v0, #b = :v1, #d = :v2 REMOVE #c"));

        assertThat(TABLE.get("pk: 'names'")).isEqualTo(item("pk: 'names', 'a.b[0] c': 1, b: 2, status: 3"));
    }

    /** One call for each of the 573 words. */
    @ParameterizedTest(name = "line {index}")
    @MethodSource("reservedWords")
    void reservedWordsAreRefusedInAnyCase(String line) {
        for (String word : line.split(" ")) {
            for (String name : new String[] {word, word.toLowerCase(Locale.ROOT)}) {
                assertInvalid(
                        () -> CLIENT.getItem(get ->
                                get.tableName(TABLE.name()).key(item(KEY)).projectionExpression(name)),
                        "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: "
                                + name);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", "a1", "a_b", "_a", "A", "statuses", "id", "pk", "version", "expires"})
    void otherWordsAreNotReserved(String name) {
        TABLE.get(KEY, get -> get.projectionExpression(name));
    }

    static Stream<String> reservedWords() {
        try (BufferedReader words = new BufferedReader(new InputStreamReader(
                ExpressionErrorTest.class.getResourceAsStream("reserved-words.txt"), StandardCharsets.US_ASCII))) {
            return Arrays.stream(words.lines().toArray(String[]::new));
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
