package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Numbers have up to 38 digits, are of magnitude 1E-130 to 9.99...E+125, and are returned without leading or trailing zeros.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number">Numbers</a>
 */
class NumberTest {

    private static final String OVERFLOW =
            "Number overflow. Attempting to store a number with magnitude larger than supported range";
    private static final String UNDERFLOW =
            "Number underflow. Attempting to store a number with magnitude smaller than supported range";
    private static final String DIGITS_38 = "12345678901234567890123456789012345678";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S", "sk:N");

    @ParameterizedTest(name = "{0} is returned as {1}")
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.0, 0",
        "1, 1",
        "+1, 1",
        "-1, -1",
        "00042, 42",
        "1.0, 1",
        "3.1400, 3.14",
        "0.50, 0.5",
        ".5, 0.5",
        "5., 5",
        "100, 100",
        "1.5E2, 150",
        "1.5e+2, 150",
        "15e-1, 1.5",
        "1E-5, 0.00001",
        "-1E-5, -0.00001",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
        "0.12345678901234567890123456789012345678, 0.12345678901234567890123456789012345678",
        "123456789012345678901234567890123456780, 123456789012345678901234567890123456780",
        "1234567890123456789.0123456789012345678, 1234567890123456789.0123456789012345678",
    })
    void isNormalized(String number, String expected) {
        TABLE.put(Map.of(
                "pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"), "n", AttributeValue.fromN(number)));

        assertThat(TABLE.get("pk: 'a', sk: 1").get("n").n()).isEqualTo(expected);
    }

    @Test
    void theLargestAndTheSmallestAreReturnedInFull() {
        List<String> numbers = List.of(
                "9.9999999999999999999999999999999999999E+125",
                "-9.9999999999999999999999999999999999999E+125",
                "1E-130",
                "-1E-130");

        TABLE.put(Map.of(
                "pk",
                AttributeValue.fromS("range"),
                "sk",
                AttributeValue.fromN("1"),
                "ns",
                AttributeValue.fromNs(numbers)));

        assertThat(TABLE.get("pk: 'range', sk: 1").get("ns").ns())
                .containsExactlyInAnyOrder(
                        "9".repeat(38) + "0".repeat(88),
                        "-" + "9".repeat(38) + "0".repeat(88),
                        "0." + "0".repeat(129) + "1",
                        "-0." + "0".repeat(129) + "1");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1E+126", "-1E+126", "1e400", "99999e125"})
    void isNotTooLarge(String number) {
        assertInvalid(() -> put(number), OVERFLOW);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1E-131", "-1E-131", "0.9e-130", "1e-400"})
    void isNotTooSmall(String number) {
        assertInvalid(() -> put(number), UNDERFLOW);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "123456789012345678901234567890123456789",
                "0.123456789012345678901234567890123456789",
                "-123456789012345678901234567890123456789",
                "1.00000000000000000000000000000000000001"
            })
    void hasAtMost38Digits(String number) {
        assertInvalid(() -> put(number), "Attempting to store more than 38 significant digits in a Number");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", "1.2.3", "1 ", " 1", "0x10", "1e", "NaN", "Infinity", "1,5", "--1", "-", "."})
    void isANumber(String text) {
        assertInvalid(() -> put(text), "The parameter cannot be converted to a numeric value: " + text);
    }

    @Test
    void isNotEmpty() {
        assertInvalid(() -> put(""), "The parameter cannot be converted to a numeric value");
    }

    @Test
    void anExpressionNamesItsWrongNumber() {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.filterExpression("n = :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("abc")))),
                "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: abc for key :n");
    }

    @Test
    void sameNumbersInDifferentNotationAreOneKey() {
        TABLE.put("pk: 'key', sk: 1.0, a: 1");
        TABLE.put("pk: 'key', sk: 10e-1, a: 2");

        assertThat(TABLE.query("pk = {'key'}").items()).hasSize(1);
        assertThat(TABLE.get("pk: 'key', sk: 1").get("a").n()).isEqualTo("2");
    }

    @Test
    void sameNumbersInDifferentNotationAreOneMember() {
        assertInvalid(() -> TABLE.put("pk: 'a', sk: 1, ns: <<1, 1.0>>"), "Input collection contains duplicates");
    }

    @Test
    void keysAreSortedByValue() {
        List<String> sorted =
                List.of("-1000", "-11", "-2", "-0.5", "-0.05", "0", "0.05", "0.5", "2", "11", "1000", "1000.5");
        for (int i = 0; i < sorted.size(); i++) {
            TABLE.put("pk: 'order', sk: " + sorted.get((i * 5) % sorted.size()));
        }

        assertThat(TABLE.query("pk = {'order'}").items())
                .extracting(item -> item.get("sk").n())
                .containsExactlyElementsOf(sorted);
    }

    @ParameterizedTest(name = "{0} and {1} are {2}")
    @CsvSource({
        "0.1, 0.2, 0.3",
        "1, -1, 0",
        "99999999999999999999999999999999999999, 1, 100000000000000000000000000000000000000",
        "1.5, 1.50, 3",
        "-5, 3, -2",
        "1e20, 1e-10, 100000000000000000000.0000000001",
    })
    void sumsAreExact(String one, String two, String sum) {
        TABLE.put("pk: 'sum', sk: 1, n: " + one);

        TABLE.update("pk: 'sum', sk: 1", "SET n = n + {" + two + "}");
        assertThat(TABLE.get("pk: 'sum', sk: 1").get("n").n()).isEqualTo(sum);

        TABLE.put("pk: 'sum', sk: 1, n: " + one);
        TABLE.update("pk: 'sum', sk: 1", "ADD n {" + two + "}");
        assertThat(TABLE.get("pk: 'sum', sk: 1").get("n").n()).isEqualTo(sum);
    }

    @Test
    void theLongestIsOfThirtyEightDigits() {
        put(DIGITS_38);
        put("-0." + DIGITS_38);
        put(DIGITS_38 + "e80");
    }

    private static void put(String number) {
        TABLE.put(Map.of(
                "pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"), "n", AttributeValue.fromN(number)));
    }
}
