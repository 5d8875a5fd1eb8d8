package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Items have up to 400 KB, counted to the byte: names and values in UTF-8, numbers by their digits, three bytes for a document and
 * one for each element.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item sizes and
 *     formats</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items">Item size</a>
 */
@SuppressWarnings("unchecked") // varargs of the SDK's builders
class ItemSizeTest {

    private static final int LIMIT = 400 * 1024;
    private static final String PUT = "Item size has exceeded the maximum allowed size";
    private static final String UPDATE = "Item size to update has exceeded the maximum allowed size";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    /** The bytes of a number are known to be these; the page says "approximately". */
    @ParameterizedTest(name = "{0} has {1} bytes")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ''                 | 0
                    'abc'              | 3
                    'é€😀'             | 9
                    0x                 | 0
                    0x0102             | 2
                    true               | 1
                    false              | 1
                    NULL               | 1
                    0                  | 1
                    -0                 | 1
                    1                  | 2
                    12                 | 2
                    123                | 3
                    1234               | 3
                    123456             | 4
                    0042               | 2
                    100                | 2
                    1010               | 3
                    12345678901234567890123456789012345678 | 20
                    0.0000001          | 2
                    0.15               | 2
                    1.5                | 3
                    1.200              | 3
                    1.234              | 4
                    3.14159            | 5
                    100.5              | 4
                    1E125              | 2
                    1E-100             | 2
                    -42                | 3
                    <<'a', 'bc'>>      | 3
                    <<1, 234>>         | 5
                    <<0x01, 0x0203>>   | 3
                    []                 | 3
                    [[]]               | 7
                    ['abc']            | 7
                    ['abc', 1]         | 10
                    {}                 | 3
                    {k: 'abc'}         | 8
                    {k: {q: NULL}}     | 11
                    """)
    void aValueHasBytes(String value, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>(item("pk: 'size', v: " + value));
        int others = "pk".length() + "size".length() + "v".length() + bytes + "fill".length();

        item.put("fill", text(LIMIT - others));
        TABLE.put(item);

        item.put("fill", text(LIMIT - others + 1));
        assertInvalid(() -> TABLE.put(item), PUT);
    }

    @Test
    void aNameCountsInUtf8() {
        Map<String, AttributeValue> item = new HashMap<>(item("pk: 'name', 'é€😀': ''"));
        int others = "pk".length() + "name".length() + 9 + "fill".length();

        item.put("fill", text(LIMIT - others));
        TABLE.put(item);

        item.put("fill", text(LIMIT - others + 1));
        assertInvalid(() -> TABLE.put(item), PUT);
    }

    @Test
    void anUpdateIsLimitedToo() {
        TABLE.put(sized("grow", LIMIT - 100));

        assertInvalid(() -> TABLE.update("pk: 'grow'", "SET more = {'" + "x".repeat(97) + "'}"), UPDATE);
        assertThat(TABLE.get("pk: 'grow'")).doesNotContainKey("more");
    }

    @Test
    void aBatchIsLimitedToo() {
        assertInvalid(
                () -> CLIENT.batchWriteItem(batch -> batch.requestItems(Map.of(
                        TABLE.name(),
                        java.util.List.of(WriteRequest.builder()
                                .putRequest(put -> put.item(sized("batch", LIMIT + 1)))
                                .build())))),
                PUT);
    }

    @Test
    void aPutInATransactionIsRefused() {
        assertInvalid(
                () -> CLIENT.transactWriteItems(write -> write.transactItems(action ->
                        action.put(put -> put.tableName(TABLE.name()).item(sized("transaction", LIMIT + 1))))),
                PUT);
    }

    @Test
    void anUpdateInATransactionCancelsIt() {
        TABLE.put(sized("cancel", LIMIT));

        TransactionCanceledException canceled = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> CLIENT.transactWriteItems(
                        write -> write.transactItems(action -> action.update(update -> update.tableName(TABLE.name())
                                .key(item("pk: 'cancel'"))
                                .updateExpression("SET a = :a")
                                .expressionAttributeValues(item("':a': 1"))))));

        assertThat(canceled.cancellationReasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("ValidationError");
            assertThat(reason.message()).isEqualTo(UPDATE);
        });
    }

    private static Map<String, AttributeValue> sized(String key, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", AttributeValue.fromS(key));
        item.put("v", text(bytes - "pk".length() - key.length() - "v".length()));
        return item;
    }

    private static AttributeValue text(int bytes) {
        return AttributeValue.fromS("x".repeat(bytes));
    }
}
