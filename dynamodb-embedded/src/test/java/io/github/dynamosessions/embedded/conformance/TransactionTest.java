package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * All or nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">Transactions: how it
 *     works</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html">TransactGetItems</a>
 */
@SuppressWarnings("unchecked") // varargs of the SDK's builders
class TransactionTest {

    private static final String NO_MATCH = "The provided key element does not match the schema";
    private static final String NOT_EMPTY =
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value."
                    + " Key: pk";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @AutoClose
    private static final TestTable OTHER = TestTable.create("pk:S", "sk:N");

    @Test
    void writesAll() {
        TABLE.put("pk: 'update', v: 1");
        TABLE.put("pk: 'delete', v: 1");
        TABLE.put("pk: 'check', v: 1");

        write(
                put("pk: 'put', v: 1", null),
                update("pk: 'update'", "SET v = v + {1}", "v = {1}"),
                delete("pk: 'delete'", "attribute_exists(pk)"),
                check("pk: 'check'", "v = {1}"),
                TransactWriteItem.builder()
                        .put(put -> put.tableName(OTHER.name()).item(item("pk: 'a', sk: 1")))
                        .build());

        assertThat(TABLE.get("pk: 'put'")).isEqualTo(item("pk: 'put', v: 1"));
        assertThat(TABLE.get("pk: 'update'")).isEqualTo(item("pk: 'update', v: 2"));
        assertThat(TABLE.get("pk: 'delete'")).isEmpty();
        assertThat(OTHER.get("pk: 'a', sk: 1")).isNotEmpty();
    }

    @Test
    void writesNothingIfOneConditionFails() {
        TABLE.put("pk: 'held', v: 1");

        canceled(put("pk: 'not put'", null), check("pk: 'held'", "v = {2}"), delete("pk: 'update'", null));

        assertThat(TABLE.get("pk: 'not put'")).isEmpty();
    }

    @Test
    void givesAReasonForEachAction() {
        TABLE.put("pk: 'one', v: 1");
        TABLE.put("pk: 'three', v: 3");

        TransactionCanceledException canceled = canceled(
                put("pk: 'one'", "attribute_not_exists(pk)"), put("pk: 'two'", null), check("pk: 'three'", "v = {4}"));

        assertThat(canceled.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [ConditionalCheckFailed, None, ConditionalCheckFailed]");
        assertThat(canceled.cancellationReasons())
                .extracting(CancellationReason::code, CancellationReason::message, CancellationReason::hasItem)
                .containsExactly(
                        tuple("ConditionalCheckFailed", "The conditional request failed", false),
                        tuple("None", null, false),
                        tuple("ConditionalCheckFailed", "The conditional request failed", false));
        assertThat(TABLE.get("pk: 'two'")).isEmpty();
    }

    @Test
    void returnsTheItemOfAFailedCondition() {
        TABLE.put("pk: 'returned', v: 1");

        TransactionCanceledException canceled = canceled(TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE.name())
                        .item(item("pk: 'returned'"))
                        .conditionExpression("attribute_not_exists(pk)")
                        .returnValuesOnConditionCheckFailure("ALL_OLD"))
                .build());

        assertThat(canceled.cancellationReasons().get(0).item()).isEqualTo(item("pk: 'returned', v: 1"));
    }

    @Test
    void seesTheItemsBeforeIt() {
        TABLE.put("pk: 'before', v: 1");

        write(update("pk: 'before'", "SET v = {2}", null), put("pk: 'beside'", null));

        assertThat(TABLE.get("pk: 'before'")).isEqualTo(item("pk: 'before', v: 2"));
    }

    @Test
    void anUpdateCreatesItsItem() {
        write(update("pk: 'created'", "ADD v {1}", "attribute_not_exists(pk)"));

        assertThat(TABLE.get("pk: 'created'")).isEqualTo(item("pk: 'created', v: 1"));
    }

    @Test
    void anUpdateThatTheItemDoesNotAllowCancels() {
        TABLE.put("pk: 'text', v: 'x'");

        assertReason(
                "An operand in the update expression has an incorrect data type",
                update("pk: 'text'", "SET v = v + {1}", null));
    }

    @Test
    void writesOnceForAToken() {
        String token = UUID.randomUUID().toString();
        TABLE.put("pk: 'token', v: 1");
        TransactWriteItem add = update("pk: 'token'", "ADD v {1}", null);

        CLIENT.transactWriteItems(write -> write.clientRequestToken(token).transactItems(add));
        CLIENT.transactWriteItems(write -> write.clientRequestToken(token).transactItems(add));

        assertThat(TABLE.get("pk: 'token'")).isEqualTo(item("pk: 'token', v: 2"));
        assertThat(refusal(
                        () -> CLIENT.transactWriteItems(write -> write.clientRequestToken(token)
                                .transactItems(update("pk: 'token'", "ADD v {9}", null))),
                        "IdempotentParameterMismatchException"))
                .isNotEmpty();
    }

    @Test
    void hasAtMostAHundredActions() {
        write(Stream.generate(() -> put("pk: '" + UUID.randomUUID() + "'", null))
                .limit(100)
                .toArray(TransactWriteItem[]::new));

        assertThat(refusal(
                        () -> write(
                                Collections.nCopies(101, put("pk: 'a'", null)).toArray(TransactWriteItem[]::new)),
                        "ValidationException"))
                .matches(
                        "(?s)1 validation error detected: Value '\\[.+]' at 'transactItems' failed to satisfy constraint: Member must"
                                + " have length less than or equal to 100");
        assertThat(refusal(
                        () -> get(Collections.nCopies(101, "pk: 'a'").toArray(String[]::new)), "ValidationException"))
                .endsWith("Member must have length less than or equal to 100");
    }

    @Test
    void hasAnAction() {
        String message =
                "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater"
                        + " than or equal to 1";

        assertInvalid(() -> write(), message);
        assertInvalid(() -> get(), message);
    }

    @Test
    void hasOneActionForEachItem() {
        String message = "Transaction request cannot include multiple operations on one item";

        assertInvalid(() -> write(put("pk: 'a'", null), delete("pk: 'a'", null)), message);
        assertInvalid(() -> write(check("pk: 'a'", "v = {1}"), update("pk: 'a'", "SET v = {1}", null)), message);
        assertInvalid(() -> get("pk: 'a'", "pk: 'a'"), message);
    }

    @Test
    void hasKnownTables() {
        String gone = TestTable.freshName();

        assertRefused(
                () -> CLIENT.transactWriteItems(write -> write.transactItems(
                        action -> action.put(put -> put.tableName(gone).item(item("pk: 'a'"))))),
                "ResourceNotFoundException",
                "Requested resource not found");
        assertRefused(
                () -> CLIENT.transactGetItems(get -> get.transactItems(
                        action -> action.get(one -> one.tableName(gone).key(item("pk: 'a'"))))),
                "ResourceNotFoundException",
                "Requested resource not found");
    }

    @Test
    void hasAtMostFourMegabytes() {
        TransactWriteItem[] actions = Stream.iterate(0, i -> i + 1)
                .limit(11)
                .map(i -> put("pk: 'big" + i + "', fill: '" + "x".repeat(390 * 1024) + "'", null))
                .toArray(TransactWriteItem[]::new);

        assertThat(refusal(() -> write(actions), "ValidationException")).isNotEmpty();
        assertThat(TABLE.get("pk: 'big0'")).isEmpty();
    }

    static Stream<Named<TransactWriteItem>> actionsWithAWrongKey() {
        return Stream.of(
                Named.of("update", update("pk: 1", "SET v = {1}", null)),
                Named.of("delete", delete("pk: 1", null)),
                Named.of("check", check("pk: 1", "v = {1}")),
                Named.of("update of a list", update("pk: ['a']", "SET v = {1}", null)),
                Named.of("delete of another attribute", delete("other: 'a'", null)),
                Named.of("check of one attribute more", check("pk: 'a', sk: 1", "v = {1}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("actionsWithAWrongKey")
    void aWrongKeyCancels(TransactWriteItem action) {
        assertReason(NO_MATCH, action);
    }

    @Test
    void aPutWithAWrongKeyCancels() {
        assertReason(
                "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
                put("pk: 1", null));
        assertReason(
                "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: L",
                put("pk: ['a']", null));
    }

    static Stream<Named<TransactWriteItem>> actionsWithAnEmptyKey() {
        return Stream.of(
                Named.of("put", put("pk: ''", null)),
                Named.of("update", update("pk: ''", "SET v = {1}", null)),
                Named.of("delete", delete("pk: ''", null)),
                Named.of("check", check("pk: ''", "v = {1}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("actionsWithAnEmptyKey")
    void anEmptyKeyIsRefused(TransactWriteItem action) {
        assertInvalid(() -> write(action), NOT_EMPTY);
    }

    @Test
    void expressionsAreReadBeforeTables() {
        TransactWriteItem unknown = TransactWriteItem.builder()
                .put(put -> put.tableName(TestTable.freshName()).item(item("pk: 'a'")))
                .build();

        assertInvalid(
                () -> write(unknown, check("pk: 'a'", "attribute_not_exists(")),
                "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"(\"");
        assertInvalid(
                () -> write(unknown, update("pk: 'a'", "SET v", null)),
                "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"v\"");
    }

    @Test
    void getsAll() {
        TABLE.put("pk: 'get1', v: 1, w: 2");
        OTHER.put("pk: 'get', sk: 1");

        List<ItemResponse> items = CLIENT.transactGetItems(get -> get.transactItems(
                        action -> action.get(one -> one.tableName(TABLE.name())
                                .key(item("pk: 'get1'"))
                                .projectionExpression("v")),
                        action -> action.get(one -> one.tableName(TABLE.name()).key(item("pk: 'gone'"))),
                        action -> action.get(one -> one.tableName(OTHER.name()).key(item("pk: 'get', sk: 1")))))
                .responses();

        assertThat(items)
                .extracting(ItemResponse::item)
                .containsExactly(item("v: 1"), item(""), item("pk: 'get', sk: 1"));
        assertThat(items).extracting(ItemResponse::hasItem).containsExactly(true, false, true);
    }

    @Test
    void aGetWithAWrongKeyCancels() {
        TransactionCanceledException canceled =
                catchThrowableOfType(TransactionCanceledException.class, () -> get("pk: 'a'", "pk: 1"));

        assertThat(canceled.cancellationReasons())
                .extracting(CancellationReason::code, CancellationReason::message)
                .containsExactly(tuple("None", null), tuple("ValidationError", NO_MATCH));
    }

    private static void assertReason(String message, TransactWriteItem action) {
        TransactionCanceledException canceled = canceled(action);

        assertThat(canceled.awsErrorDetails().errorMessage())
                .isEqualTo(
                        "Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]");
        assertThat(canceled.cancellationReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("ValidationError");
            assertThat(reason.message()).isEqualTo(message);
        });
    }

    private static TransactionCanceledException canceled(TransactWriteItem... actions) {
        return catchThrowableOfType(TransactionCanceledException.class, () -> write(actions));
    }

    private static void write(TransactWriteItem... actions) {
        CLIENT.transactWriteItems(write -> write.transactItems(actions));
    }

    private static void get(String... keys) {
        CLIENT.transactGetItems(get -> get.transactItems(Arrays.stream(keys)
                .map(key -> TransactGetItem.builder()
                        .get(one -> one.tableName(TABLE.name()).key(item(key)))
                        .build())
                .toList()));
    }

    private static TransactWriteItem put(String item, @Nullable String condition) {
        Literals literals = new Literals();
        return TransactWriteItem.builder()
                .put(put -> put.tableName(TABLE.name())
                        .item(item(item))
                        .conditionExpression(literals.in(condition))
                        .expressionAttributeValues(literals.values()))
                .build();
    }

    private static TransactWriteItem update(String key, String expression, @Nullable String condition) {
        Literals literals = new Literals();
        return TransactWriteItem.builder()
                .update(update -> update.tableName(TABLE.name())
                        .key(item(key))
                        .updateExpression(literals.in(expression))
                        .conditionExpression(literals.in(condition))
                        .expressionAttributeValues(literals.values()))
                .build();
    }

    private static TransactWriteItem delete(String key, @Nullable String condition) {
        Literals literals = new Literals();
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(TABLE.name())
                        .key(item(key))
                        .conditionExpression(literals.in(condition))
                        .expressionAttributeValues(literals.values()))
                .build();
    }

    private static TransactWriteItem check(String key, String condition) {
        Literals literals = new Literals();
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(TABLE.name())
                        .key(item(key))
                        .conditionExpression(literals.in(condition))
                        .expressionAttributeValues(literals.values()))
                .build();
    }
}
