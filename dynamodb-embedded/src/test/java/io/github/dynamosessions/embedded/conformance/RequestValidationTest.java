package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is checked before a table is looked up, in which order.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html">Common errors</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error handling</a>
 */
class RequestValidationTest {

    private static final String CONSTRAINT = " failed to satisfy constraint: Member must ";
    private static final String CAPACITY =
            "Value 'BAD' at 'returnConsumedCapacity'" + CONSTRAINT + "satisfy enum value set: [INDEXES, TOTAL, NONE]";
    private static final String METRICS =
            "Value 'BAD' at 'returnItemCollectionMetrics'" + CONSTRAINT + "satisfy enum value set: [SIZE, NONE]";
    private static final String VALUES = "Value 'BAD' at 'returnValues'" + CONSTRAINT
            + "satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]";
    private static final String SELECT = "Value 'BAD' at 'select'" + CONSTRAINT
            + "satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    /** Operations on one table, each with a request that only needs a name. */
    enum Operation {
        GET_ITEM(table -> CLIENT.getItem(get -> get.tableName(table).key(item("pk: 'a'")))),
        PUT_ITEM(table -> CLIENT.putItem(put -> put.tableName(table).item(item("pk: 'a'")))),
        UPDATE_ITEM(table -> CLIENT.updateItem(update -> update.tableName(table).key(item("pk: 'a'")))),
        DELETE_ITEM(table -> CLIENT.deleteItem(delete -> delete.tableName(table).key(item("pk: 'a'")))),
        QUERY(table -> CLIENT.query(query ->
                query.tableName(table).keyConditionExpression("pk = :a").expressionAttributeValues(item("':a': 'a'")))),
        SCAN(table -> CLIENT.scan(scan -> scan.tableName(table)));

        private final Consumer<@Nullable String> call;

        Operation(Consumer<@Nullable String> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableHasAName(Operation operation) {
        assertInvalid(
                () -> operation.call.accept(null),
                "1 validation error detected: Value null at 'tableName'" + CONSTRAINT + "not be null");
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsNotEmpty(Operation operation) {
        assertInvalid(
                () -> operation.call.accept(""),
                "1 validation error detected: Value '' at 'tableName'" + CONSTRAINT
                        + "have length greater than or equal to 1");
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsNotTooLong(Operation operation) {
        String name = "a".repeat(256);

        assertInvalid(
                () -> operation.call.accept(name),
                "1 validation error detected: Value '" + name + "' at 'tableName'" + CONSTRAINT
                        + "have length less than or equal to 255");
    }

    @ParameterizedTest
    @EnumSource
    void aNameHasSomeCharactersOnly(Operation operation) {
        assertInvalid(
                () -> operation.call.accept("bad table!@#"),
                "1 validation error detected: Value 'bad table!@#' at 'tableName'" + CONSTRAINT
                        + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }

    @ParameterizedTest
    @EnumSource
    void theTableExists(Operation operation) {
        assertRefused(
                () -> operation.call.accept(TestTable.freshName()),
                "ResourceNotFoundException",
                "Requested resource not found");
    }

    @Test
    void aKeyIsThere() {
        assertInvalid(
                () -> CLIENT.getItem(get -> get.tableName(TABLE.name())),
                "1 validation error detected: Value null at 'key'" + CONSTRAINT + "not be null");
        assertInvalid(
                () -> CLIENT.putItem(put -> put.tableName(TABLE.name())),
                "1 validation error detected: Value null at 'item'" + CONSTRAINT + "not be null");
    }

    @Test
    void allUnknownEnumValuesAreNamed() {
        assertErrors(
                refusal(
                        () -> TABLE.put("pk: 'a'", put -> put.returnConsumedCapacity("BAD")
                                .returnItemCollectionMetrics("BAD")
                                .returnValues("BAD")),
                        "ValidationException"),
                CAPACITY,
                METRICS,
                VALUES);
        assertErrors(
                refusal(
                        () -> TABLE.delete("pk: 'a'", null, delete -> delete.returnConsumedCapacity("BAD")
                                .returnValues("BAD")),
                        "ValidationException"),
                CAPACITY,
                VALUES);
        assertErrors(
                refusal(
                        () -> TABLE.update("pk: 'a'", null, update -> update.returnItemCollectionMetrics("BAD")
                                .returnValues("BAD")),
                        "ValidationException"),
                METRICS,
                VALUES);
        assertErrors(
                refusal(
                        () -> TABLE.scan(
                                scan -> scan.returnConsumedCapacity("BAD").select("BAD")),
                        "ValidationException"),
                CAPACITY,
                SELECT);
    }

    static Stream<Arguments> twoErrors() {
        String gone = TestTable.freshName();
        return Stream.of(
                first(
                        "an enum before a table",
                        () -> CLIENT.getItem(
                                get -> get.tableName(gone).key(item("pk: 'a'")).returnConsumedCapacity("BAD")),
                        "1 validation error detected: " + CAPACITY),
                first(
                        "a value before a table",
                        () -> CLIENT.putItem(put -> put.tableName(gone).item(item("pk: 'a', v: abc"))),
                        "The parameter cannot be converted to a numeric value: abc"),
                first(
                        "an expression before a table",
                        () -> CLIENT.getItem(
                                get -> get.tableName(gone).key(item("pk: 'a'")).projectionExpression("a,,b")),
                        "Invalid ProjectionExpression: Syntax error; token: \",\", near: \",,b\""),
                first(
                        "an unused value before a table",
                        () -> CLIENT.updateItem(update -> update.tableName(gone)
                                .key(item("pk: 'a'"))
                                .updateExpression("REMOVE a")
                                .expressionAttributeValues(item("':a': 1"))),
                        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}"),
                first(
                        "a key condition before a table",
                        () -> CLIENT.query(query -> query.tableName(gone)
                                .keyConditionExpression("pk = :a AND begins_with(sk, :b)")
                                .expressionAttributeValues(item("':a': 'a', ':b': 1"))),
                        "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function:"
                                + " begins_with, operand type: N"),
                first(
                        "an expression before a key",
                        () -> TABLE.update("other: 'a'", "SET a"),
                        "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"a\""),
                first(
                        "a name of a value before an expression",
                        () -> CLIENT.updateItem(update -> update.tableName(TABLE.name())
                                .key(item("pk: 'a'"))
                                .updateExpression("SET a")
                                .expressionAttributeValues(item("a: 1"))),
                        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\""),
                first(
                        "an update expression before a condition",
                        () -> TABLE.update("pk: 'a'", "SET a", "b", update -> {}),
                        "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"a\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twoErrors")
    void theFirstErrorIsReported(String what, Runnable call, String message) {
        assertInvalid(call::run, message);
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters">Expression parameters</a> */
    @Test
    void anExpressionHasAtMostFourKilobytes() {
        String longest = "a".repeat(255);
        String projection = Stream.iterate(0, i -> i + 1)
                .limit(16)
                .map(i -> longest.substring(1) + (char) ('a' + i))
                .reduce((one, two) -> one + "," + two)
                .orElseThrow();
        String limit = projection + " ".repeat(4096 - projection.length());

        TABLE.get("pk: 'a'", get -> get.projectionExpression(limit));
        assertInvalid(
                () -> TABLE.get("pk: 'a'", get -> get.projectionExpression(limit + " ")),
                "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097");
        assertInvalid(
                () -> TABLE.update("pk: 'a'", "REMOVE a" + " ".repeat(4089)),
                "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4097");
        assertInvalid(
                () -> TABLE.putIf("pk: 'a'", "attribute_exists(a)" + " ".repeat(4078)),
                "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097");
    }

    private static void assertErrors(String message, String... errors) {
        String head = errors.length + " validation errors detected: ";
        assertThat(message).startsWith(head);
        assertThat(Arrays.asList(message.substring(head.length()).split("; "))).containsExactlyInAnyOrder(errors);
    }

    private static Arguments first(String what, Runnable call, String message) {
        return Arguments.of(what, call, message);
    }
}
