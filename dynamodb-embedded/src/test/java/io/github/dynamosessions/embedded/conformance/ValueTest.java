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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an attribute may hold.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">Supported
 *     data types and naming rules</a>
 */
class ValueTest {

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final int DEEPEST = 31;

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "'text'",
                "''",
                "'žluťoučký 漢字 😀'",
                "42",
                "0x00ff",
                "0x",
                "true",
                "false",
                "NULL",
                "<<'a', 'b', ''>>",
                "<<1, 2.5, -3>>",
                "<<0x01, 0x>>",
                "[]",
                "[1, 'a', [NULL, {k: <<'x'>>}]]",
                "{}",
                "{k: 1, 'a b': {c: ''}}"
            })
    void comesBackAsItWasPut(String value) {
        String item = "pk: 'round', v: " + value;

        TABLE.put(item);

        assertThat(Canonical.of(TABLE.get("pk: 'round'"))).isEqualTo(Canonical.of(item));
    }

    @Test
    void namesMayHoldAnyCharacters() {
        String item = "pk: 'names', 'a.b': 1, 'ž 😀': 2, '#': 3, ':x': 4, 'size': 5, '1': 6";

        TABLE.put(item);

        assertThat(TABLE.get("pk: 'names'")).isEqualTo(item(item));
    }

    @Test
    void setsAreNotEmpty() {
        assertRefused(AttributeValue.fromSs(List.of()), INVALID + "An string set  may not be empty");
        assertRefused(AttributeValue.fromNs(List.of()), INVALID + "An number set  may not be empty");
        assertRefused(AttributeValue.fromBs(List.of()), INVALID + "Binary sets should not be empty");
    }

    @Test
    void setsInDocumentsAreNotEmptyEither() {
        AttributeValue set = AttributeValue.fromSs(List.of());

        assertRefused(AttributeValue.fromL(List.of(set)), INVALID + "An string set  may not be empty");
        assertRefused(AttributeValue.fromM(Map.of("k", set)), INVALID + "An string set  may not be empty");
    }

    @Test
    void setsHaveNoDuplicates() {
        SdkBytes zero = SdkBytes.fromByteArray(new byte[1]);

        assertRefused(
                AttributeValue.fromSs(List.of("a", "b", "a")),
                INVALID + "Input collection [a, b, a] contains duplicates.");
        assertRefused(AttributeValue.fromNs(List.of("1", "2", "1")), "Input collection contains duplicates");
        assertRefused(
                AttributeValue.fromBs(List.of(zero, zero)),
                INVALID + "Input collection [AA==, AA==]of type BS contains duplicates.");
    }

    @Test
    void nullIsTrue() {
        assertRefused(
                AttributeValue.builder().nul(false).build(),
                INVALID + "Null attribute value types must have the value of true");
    }

    @Test
    void aValueHasOneType() {
        assertRefused(
                AttributeValue.builder().build(),
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        assertRefused(
                AttributeValue.builder().s("a").n("1").build(),
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes-nested-depth">Nested attribute depth</a> */
    @Test
    void documentsNestThirtyTwoLevels() {
        String message =
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";

        TABLE.put(withValue(maps(DEEPEST)));
        TABLE.put(withValue(lists(DEEPEST)));
        assertRefused(maps(DEEPEST + 1), message);
        assertRefused(lists(DEEPEST + 1), message);
    }

    private static AttributeValue maps(int levels) {
        return levels == 0 ? AttributeValue.fromS("leaf") : AttributeValue.fromM(Map.of("n", maps(levels - 1)));
    }

    private static AttributeValue lists(int levels) {
        return levels == 0 ? AttributeValue.fromS("leaf") : AttributeValue.fromL(List.of(lists(levels - 1)));
    }

    private static void assertRefused(AttributeValue value, String message) {
        assertInvalid(() -> TABLE.put(withValue(value)), message);
    }

    private static Map<String, AttributeValue> withValue(AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(item("pk: 'a'"));
        item.put("v", value);
        return item;
    }
}
