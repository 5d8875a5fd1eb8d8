package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keys: their types, what is a valid one, how they are ordered.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey">Primary
 *     key</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys">Partition
 *     keys and sort keys</a>
 */
class KeyTest {

    private static final String NO_MATCH = "The provided key element does not match the schema";
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NOT_EMPTY =
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S", "sk:S");

    @AutoClose
    private static final TestTable BINARY = TestTable.create("pk:B", "sk:B");

    @AutoClose
    private static final TestTable NUMBER = TestTable.create("pk:N");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    sk: 'b'            | Missing the key pk in the item
                    pk: 'a'            | Missing the key sk in the item
                    v: 1               | Missing the key pk in the item
                    pk: 1, sk: 'b'     | Type mismatch for key pk expected: S actual: N
                    pk: 'a', sk: 0x01  | Type mismatch for key sk expected: S actual: B
                    pk: ['a'], sk: 'b' | Type mismatch for key pk expected: S actual: L
                    pk: {}, sk: 'b'    | Type mismatch for key pk expected: S actual: M
                    pk: true, sk: 'b'  | Type mismatch for key pk expected: S actual: BOOL
                    pk: NULL, sk: 'b'  | Type mismatch for key pk expected: S actual: NULL
                    pk: <<'a'>>, sk: 'b' | Type mismatch for key pk expected: S actual: SS
                    """)
    void anItemHasTheKeysOfItsTable(String item, String message) {
        assertInvalid(() -> TABLE.put(item), INVALID + message);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "pk: 'a'",
                "sk: 'b'",
                "pk: 'a', sk: 'b', more: 1",
                "pk: 'a', other: 'b'",
                "pk: 1, sk: 'b'",
                "pk: 'a', sk: true",
                "pk: 'a', sk: ['b']"
            })
    void aKeyIsOfTheSchema(String key) {
        assertInvalid(() -> TABLE.get(key), NO_MATCH);
        assertInvalid(() -> TABLE.delete(key), NO_MATCH);
        assertInvalid(() -> TABLE.update(key, "SET v = {1}"), NO_MATCH);
    }

    @Test
    void aKeyIsNotEmpty() {
        assertInvalid(() -> TABLE.put("pk: '', sk: 'b'"), NOT_EMPTY + "string value. Key: pk");
        assertInvalid(() -> TABLE.put("pk: 'a', sk: ''"), NOT_EMPTY + "string value. Key: sk");
        assertInvalid(() -> TABLE.get("pk: '', sk: 'b'"), NOT_EMPTY + "string value. Key: pk");
        assertInvalid(() -> TABLE.delete("pk: 'a', sk: ''"), NOT_EMPTY + "string value. Key: sk");
        assertInvalid(() -> TABLE.update("pk: 'a', sk: ''", "SET v = {1}"), NOT_EMPTY + "string value. Key: sk");
        assertInvalid(() -> BINARY.put("pk: 0x, sk: 0x01"), NOT_EMPTY + "binary value. Key: pk");
        assertInvalid(() -> BINARY.get("pk: 0x01, sk: 0x"), NOT_EMPTY + "binary value. Key: sk");
    }

    @Test
    void thePartitionKeyHasAtMost2048Bytes() {
        String message = INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes";

        TABLE.put(key("é".repeat(1024), "b"));
        assertThat(TABLE.query("pk = {'" + "é".repeat(1024) + "'}").count()).isOne();
        assertInvalid(() -> TABLE.put(key("é".repeat(1024) + "a", "b")), message);
        assertInvalid(() -> TABLE.get("pk: '" + "a".repeat(2049) + "', sk: 'b'"), message);
    }

    @Test
    void theSortKeyHasAtMost1024Bytes() {
        String message = INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

        TABLE.put(key("long", "a".repeat(1024)));
        assertInvalid(() -> TABLE.put(key("long", "a".repeat(1025))), message);
        assertInvalid(() -> TABLE.get("pk: 'long', sk: '" + "a".repeat(1025) + "'"), message);
    }

    @Test
    void anUpdateLeavesTheKeyAlone() {
        for (String expression :
                List.of("SET pk = {'x'}", "REMOVE pk", "ADD pk {1}", "DELETE pk {<<'a'>>}", "SET pk.k = {1}")) {
            assertInvalid(
                    () -> TABLE.update("pk: 'a', sk: 'b'", expression),
                    INVALID + "Cannot update attribute pk. This attribute is part of the key");
        }
        assertInvalid(
                () -> TABLE.update("pk: 'a', sk: 'b'", "SET v = {1}, sk = {'b'}"),
                INVALID + "Cannot update attribute sk. This attribute is part of the key");
    }

    @Test
    void stringsAreOrderedByTheirBytes() {
        List<String> sorted = List.of("A", "B", "a", "aa", "ab", "b", "z", "é", "ﬀ", "😀");
        for (int i = 0; i < sorted.size(); i++) {
            TABLE.put(key("order", sorted.get((i * 3) % sorted.size())));
        }

        assertThat(TABLE.query("pk = {'order'}").items())
                .extracting(item -> item.get("sk").s())
                .containsExactlyElementsOf(sorted);
    }

    @Test
    void binariesAreOrderedAsUnsignedBytes() {
        List<String> sorted = List.of("0x00", "0x0000", "0x01", "0x7f", "0x80", "0xff", "0xff00");
        for (int i = 0; i < sorted.size(); i++) {
            BINARY.put("pk: 0x01, sk: " + sorted.get((i * 3) % sorted.size()));
        }

        assertThat(BINARY.query("pk = {0x01}").items())
                .extracting(item -> item.get("sk"))
                .containsExactlyElementsOf(sorted.stream().map(Notation::value).toList());
    }

    @Test
    void aNumberIsAPartitionKey() {
        NUMBER.put("pk: 1.50, v: 'x'");

        assertThat(NUMBER.get("pk: 1.5")).isEqualTo(item("pk: 1.5, v: 'x'"));
    }

    private static Map<String, AttributeValue> key(String partition, String sort) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("pk", AttributeValue.fromS(partition));
        key.put("sk", AttributeValue.fromS(sort));
        return key;
    }
}
