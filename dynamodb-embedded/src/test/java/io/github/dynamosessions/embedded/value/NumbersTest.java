package io.github.dynamosessions.embedded.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"-0, 0", "00042, 42", "1.0, 1", "3.1400, 3.14", "1.5E2, 150", "100, 100", "1e-3, 0.001", "+7, 7"})
    void numberIsReturnedInNormalForm(String given, String returned) {
        assertThat(Numbers.parse(given).text()).isEqualTo(returned);
    }

    @Test
    void equalNumbersAreEqualValues() {
        assertThat(Numbers.parse("1.0")).isEqualTo(Numbers.parse("1")).hasSameHashCodeAs(Numbers.parse("10e-1"));
    }

    @Test
    void largestNumberIsWrittenOut() {
        assertThat(Numbers.parse("1E125").text()).hasSize(126);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", " 1", "1 ", "0x10", "1e", "NaN", "Infinity", "1.2.3"})
    void textThatIsNoNumberIsNamed(String text) {
        assertThatThrownBy(() -> Numbers.parse(text))
                .hasMessage("The parameter cannot be converted to a numeric value: " + text);
    }

    @Test
    void limitsAreThoseOfTheService() {
        assertThatThrownBy(() -> Numbers.parse("1e126"))
                .hasMessage("Number overflow. Attempting to store a number with magnitude larger than supported range");
        assertThatThrownBy(() -> Numbers.parse("-1e-131"))
                .hasMessage(
                        "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        assertThatThrownBy(() -> Numbers.parse("1".repeat(39)))
                .hasMessage("Attempting to store more than 38 significant digits in a Number");
        assertThat(Numbers.parse("9".repeat(38) + "e87").text()).hasSize(125);
        assertThat(Numbers.parse("1e-130").text()).hasSize(132);
    }
}
