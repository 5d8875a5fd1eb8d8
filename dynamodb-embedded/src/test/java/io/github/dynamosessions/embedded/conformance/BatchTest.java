package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Several reads or several writes in one request.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>
 */
class BatchTest {

    private static final String NO_MATCH = "The provided key element does not match the schema";
    private static final String DUPLICATES = "Provided list of item keys contains duplicates";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @AutoClose
    private static final TestTable OTHER = TestTable.create("pk:S", "sk:N");

    @Test
    void getsFromSeveralTables() {
        TABLE.put("pk: 'g1', v: 1");
        TABLE.put("pk: 'g2', v: 2");
        OTHER.put("pk: 'g', sk: 1, v: 3");

        BatchGetItemResponse answer = CLIENT.batchGetItem(get -> get.requestItems(Map.of(
                TABLE.name(), keys("pk: 'g1'", "pk: 'gone'", "pk: 'g2'"), OTHER.name(), keys("pk: 'g', sk: 1"))));

        assertThat(answer.responses().get(TABLE.name()))
                .containsExactlyInAnyOrder(item("pk: 'g1', v: 1"), item("pk: 'g2', v: 2"));
        assertThat(answer.responses().get(OTHER.name())).containsExactly(item("pk: 'g', sk: 1, v: 3"));
        assertThat(answer.unprocessedKeys()).isEmpty();
    }

    @Test
    void getsProjections() {
        TABLE.put("pk: 'p', v: {k: 1}, w: 2");

        assertThat(CLIENT.batchGetItem(get -> get.requestItems(Map.of(
                                TABLE.name(),
                                keys("pk: 'p'").toBuilder()
                                        .projectionExpression("v.#k")
                                        .expressionAttributeNames(Map.of("#k", "k"))
                                        .build())))
                        .responses()
                        .get(TABLE.name()))
                .containsExactly(item("v: {k: 1}"));
    }

    @Test
    void getsNothingWithoutItems() {
        assertThat(CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys("pk: 'gone'"))))
                        .responses()
                        .get(TABLE.name()))
                .isEmpty();
    }

    @Test
    void getsAHundredKeys() {
        String[] hundred =
                IntStream.range(0, 100).mapToObj(i -> "pk: 'h" + i + "'").toArray(String[]::new);
        String[] more =
                IntStream.range(0, 101).mapToObj(i -> "pk: 'h" + i + "'").toArray(String[]::new);

        assertThat(CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys(hundred))))
                        .unprocessedKeys())
                .isEmpty();
        assertInvalid(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys(more)))),
                "1 validation error detected: Value at 'RequestItems." + TABLE.name()
                        + ".member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100");
        assertInvalid(
                () -> CLIENT.batchGetItem(get ->
                        get.requestItems(Map.of(TABLE.name(), keys(hundred), OTHER.name(), keys("pk: 'g', sk: 1")))),
                "Too many items requested for the BatchGetItem call");
    }

    /** The last keys are left over when the answer has 16 MB. */
    @Test
    void getsAtMostSixteenMegabytes() {
        for (int i = 0; i < 42; i++) {
            TABLE.put("pk: 'big" + i + "', fill: '" + "x".repeat(399 * 1024) + "'");
        }
        String[] all =
                IntStream.range(0, 42).mapToObj(i -> "pk: 'big" + i + "'").toArray(String[]::new);

        BatchGetItemResponse answer = CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys(all))));

        int got = answer.responses().get(TABLE.name()).size();
        assertThat(got).isBetween(40, 41);
        assertThat(answer.unprocessedKeys().get(TABLE.name()).keys()).hasSize(42 - got);
        for (int i = 0; i < 42; i++) {
            TABLE.delete("pk: 'big" + i + "'");
        }
    }

    @Test
    void keysAreDistinct() {
        assertInvalid(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys("pk: 'a'", "pk: 'a'")))),
                DUPLICATES);
        assertInvalid(
                () -> CLIENT.batchGetItem(
                        get -> get.requestItems(Map.of(OTHER.name(), keys("pk: 'a', sk: 1", "pk: 'a', sk: 1.0")))),
                DUPLICATES);
        assertInvalid(() -> write(put("pk: 'a'"), put("pk: 'a', v: 1")), DUPLICATES);
        assertInvalid(() -> write(put("pk: 'a'"), delete("pk: 'a'")), DUPLICATES);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pk: 1", "other: 'a'", "pk: 'a', more: 1", "pk: ['a']"})
    void keysAreOfTheSchema(String key) {
        assertInvalid(() -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys(key)))), NO_MATCH);
        assertInvalid(() -> write(delete(key)), NO_MATCH);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pk: 1", "other: 'a'", "pk: ['a']"})
    void itemsHaveTheKeys(String item) {
        assertInvalid(() -> write(put(item)), NO_MATCH);
    }

    @Test
    void keysAreNotEmpty() {
        String message =
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value."
                        + " Key: pk";

        assertInvalid(() -> write(put("pk: ''")), message);
        assertInvalid(() -> write(delete("pk: ''")), message);
        assertInvalid(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys("pk: ''")))), message);
    }

    @Test
    void putsAndDeletesInSeveralTables() {
        TABLE.put("pk: 'w1', v: 0");
        TABLE.put("pk: 'w2', v: 0");

        BatchWriteItemResponse answer = CLIENT.batchWriteItem(batch -> batch.requestItems(Map.of(
                TABLE.name(), List.of(put("pk: 'w1', v: 1"), delete("pk: 'w2'"), delete("pk: 'gone'")),
                OTHER.name(), List.of(put("pk: 'w', sk: 1")))));

        assertThat(answer.unprocessedItems()).isEmpty();
        assertThat(TABLE.get("pk: 'w1'")).isEqualTo(item("pk: 'w1', v: 1"));
        assertThat(TABLE.get("pk: 'w2'")).isEmpty();
        assertThat(OTHER.get("pk: 'w', sk: 1")).isEqualTo(item("pk: 'w', sk: 1"));
    }

    @Test
    void writesTwentyFive() {
        WriteRequest[] many =
                IntStream.range(0, 25).mapToObj(i -> put("pk: 'm" + i + "'")).toArray(WriteRequest[]::new);
        WriteRequest[] more =
                IntStream.range(0, 26).mapToObj(i -> put("pk: 'm" + i + "'")).toArray(WriteRequest[]::new);

        write(many);
        assertThat(refusal(() -> write(more), "ValidationException"))
                .matches(Pattern.compile(
                        "1 validation error detected: Value '\\{" + Pattern.quote(TABLE.name())
                                + "=\\[.+]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \\[Member"
                                + " must have length less than or equal to 25, Member must have length greater than or equal to 1]",
                        Pattern.DOTALL));
        assertInvalid(
                () -> CLIENT.batchWriteItem(batch -> batch.requestItems(
                        Map.of(TABLE.name(), List.of(many), OTHER.name(), List.of(put("pk: 'm', sk: 1"))))),
                "Too many items requested for the BatchWriteItem call");
    }

    @Test
    void oneWrongWriteStopsAll() {
        assertInvalid(() -> write(put("pk: 'stopped'"), put("pk: 1")), NO_MATCH);

        assertThat(TABLE.get("pk: 'stopped'")).isEmpty();
    }

    @Test
    void somethingIsAskedFor() {
        assertInvalid(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of())),
                "The requestItems parameter is required for BatchGetItem");
        assertInvalid(
                () -> CLIENT.batchWriteItem(write -> write.requestItems(Map.of())),
                "The requestItems parameter is required for BatchWriteItem");
        assertInvalid(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(TABLE.name(), keys()))),
                "1 validation error detected: Value at 'RequestItems." + TABLE.name()
                        + ".member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1");
        assertInvalid(
                () -> CLIENT.batchWriteItem(write -> write.requestItems(Map.of(TABLE.name(), List.of()))),
                "1 validation error detected: Value '{" + TABLE.name()
                        + "=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length"
                        + " less than or equal to 25, Member must have length greater than or equal to 1]");
    }

    @Test
    void tablesExist() {
        String gone = TestTable.freshName();

        assertRefused(
                () -> CLIENT.batchGetItem(get -> get.requestItems(Map.of(gone, keys("pk: 'a'")))),
                "ResourceNotFoundException",
                "Requested resource not found");
        assertRefused(
                () -> CLIENT.batchWriteItem(write -> write.requestItems(Map.of(gone, List.of(put("pk: 'a'"))))),
                "ResourceNotFoundException",
                "Requested resource not found");
    }

    private static void write(WriteRequest... writes) {
        assertThat(CLIENT.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE.name(), Arrays.asList(writes))))
                        .unprocessedItems())
                .isEmpty();
    }

    private static KeysAndAttributes keys(String... keys) {
        List<Map<String, AttributeValue>> parsed =
                Arrays.stream(keys).map(Notation::item).toList();
        return KeysAndAttributes.builder().keys(parsed).consistentRead(true).build();
    }

    private static WriteRequest put(String item) {
        return WriteRequest.builder().putRequest(put -> put.item(item(item))).build();
    }

    private static WriteRequest delete(String key) {
        return WriteRequest.builder()
                .deleteRequest(delete -> delete.key(item(key)))
                .build();
    }
}
