package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * What a write returns.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues">ReturnValues</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#DDB-PutItem-request-ReturnValuesOnConditionCheckFailure">ReturnValuesOnConditionCheckFailure</a>
 */
class ReturnValuesTest {

    private static final String KEY = "pk: 'a'";
    private static final String ITEM = "pk: 'a', n: 1, s: 'x', m: {k: 1, q: 2}, l: [1, 2, 3]";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @BeforeEach
    void putTheItem() {
        TABLE.put(ITEM);
    }

    @Test
    void aPutReturnsTheOldItem() {
        assertThat(TABLE.put("pk: 'a', n: 2", put -> put.returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .isEqualTo(item(ITEM));
        assertThat(TABLE.put("pk: 'new', n: 2", put -> put.returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes())
                .isFalse();
        assertThat(TABLE.put(ITEM).hasAttributes()).isFalse();
        TABLE.delete("pk: 'new'");
    }

    @Test
    void aDeleteReturnsTheOldItem() {
        assertThat(TABLE.delete(KEY, null, delete -> delete.returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .isEqualTo(item(ITEM));
        assertThat(TABLE.delete(KEY, null, delete -> delete.returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"})
    void onlyAnUpdateReturnsMore(String values) {
        assertInvalid(
                () -> TABLE.put(ITEM, put -> put.returnValues(values)), "ReturnValues can only be ALL_OLD or NONE");
        assertInvalid(
                () -> TABLE.delete(KEY, null, delete -> delete.returnValues(values)),
                "ReturnValues can only be ALL_OLD or NONE");
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    NONE        | SET n = {2}              |
                    ALL_OLD     | SET n = {2}              | pk: 'a', n: 1, s: 'x', m: {k: 1, q: 2}, l: [1, 2, 3]
                    ALL_NEW     | SET n = {2}              | pk: 'a', n: 2, s: 'x', m: {k: 1, q: 2}, l: [1, 2, 3]
                    ALL_NEW     | REMOVE m, l              | pk: 'a', n: 1, s: 'x'
                    UPDATED_OLD | SET n = {2}              | n: 1
                    UPDATED_NEW | SET n = {2}              | n: 2
                    UPDATED_OLD | SET n = {1}              | n: 1
                    UPDATED_NEW | SET n = {1}, s = {'x'}   | n: 1, s: 'x'
                    UPDATED_OLD | SET a = {2}              |
                    UPDATED_NEW | SET a = {2}              | a: 2
                    UPDATED_OLD | REMOVE n                 | n: 1
                    UPDATED_NEW | REMOVE n                 |
                    UPDATED_OLD | REMOVE gone              |
                    UPDATED_NEW | ADD n {4}                | n: 5
                    UPDATED_OLD | SET m.k = {9}            | m: {k: 1}
                    UPDATED_NEW | SET m.k = {9}            | m: {k: 9}
                    UPDATED_NEW | SET m.k = {9}, n = {2}   | m: {k: 9}, n: 2
                    UPDATED_NEW | SET l[1] = {9}           | l: [9]
                    UPDATED_OLD | SET l[1] = {9}           | l: [2]
                    UPDATED_NEW | SET n = {2} REMOVE s     | n: 2
                    UPDATED_OLD | SET n = {2} REMOVE s     | n: 1, s: 'x'
                    """)
    void anUpdateReturns(String values, String expression, @Nullable String expected) {
        assertThat(Canonical.of(TABLE.update(KEY, expression, update -> update.returnValues(values))
                        .attributes()))
                .isEqualTo(Canonical.of(requireNonNullElse(expected, "")));
    }

    @Test
    void anUpdateThatCreatesAnItemReturnsItWithItsKey() {
        assertThat(TABLE.update("pk: 'created'", "SET n = {1}", update -> update.returnValues(ReturnValue.ALL_NEW))
                        .attributes())
                .isEqualTo(item("pk: 'created', n: 1"));
        TABLE.delete("pk: 'created'");
        assertThat(TABLE.update("pk: 'created'", "SET n = {1}", update -> update.returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes())
                .isFalse();
        TABLE.delete("pk: 'created'");
    }

    @Test
    void anUpdateWithoutAnExpressionCreatesTheKey() {
        TABLE.update("pk: 'bare'", null, update -> {});

        assertThat(TABLE.get("pk: 'bare'")).isEqualTo(item("pk: 'bare'"));
        TABLE.delete("pk: 'bare'");
    }

    @Test
    void aFailedConditionReturnsTheItem() {
        String returned = ReturnValuesOnConditionCheckFailure.ALL_OLD.toString();

        assertThat(failure(() -> TABLE.put("pk: 'a'", put -> put.conditionExpression("attribute_exists(gone)")
                                .returnValuesOnConditionCheckFailure(returned)))
                        .item())
                .isEqualTo(item(ITEM));
        assertThat(failure(() -> TABLE.update(
                                KEY,
                                "SET n = {2}",
                                "n = {7}",
                                update -> update.returnValuesOnConditionCheckFailure(returned)))
                        .item())
                .isEqualTo(item(ITEM));
        assertThat(failure(() -> TABLE.delete(
                                KEY, "n = {7}", delete -> delete.returnValuesOnConditionCheckFailure(returned)))
                        .item())
                .isEqualTo(item(ITEM));
    }

    @Test
    void aFailedConditionReturnsNothingUnlessAsked() {
        assertThat(failure(() -> TABLE.update(KEY, "SET n = {2}", "n = {7}", update -> {}))
                        .hasItem())
                .isFalse();
        assertThat(failure(() -> TABLE.update(
                                "pk: 'gone'",
                                "SET n = {2}",
                                "n = {7}",
                                update -> update.returnValuesOnConditionCheckFailure("ALL_OLD")))
                        .hasItem())
                .isFalse();
    }

    @Test
    void aFailedConditionChangesNothing() {
        failure(() -> TABLE.update(KEY, "SET n = {2}", "n = {7}", update -> {}));
        failure(() -> TABLE.delete(KEY, "n = {7}", delete -> {}));
        failure(() -> TABLE.putIf("pk: 'a'", "n = {7}"));
        failure(() -> TABLE.update("pk: 'gone'", "SET n = {2}", "attribute_exists(pk)", update -> {}));

        assertThat(TABLE.get(KEY)).isEqualTo(item(ITEM));
        assertThat(TABLE.get("pk: 'gone'")).isEmpty();
    }

    private static ConditionalCheckFailedException failure(ThrowingCallable call) {
        return catchThrowableOfType(ConditionalCheckFailedException.class, call);
    }
}
