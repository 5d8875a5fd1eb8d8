package io.github.dynamosessions.embedded.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1800000, 3",
        "0.5, 2",
        "0.012, 3",
        "-0, 1",
        "1, 2",
        "12, 2",
        "123, 3",
        "1234, 3",
        "12345678901234567890123456789012345678, 20",
        "0042, 2",
        "100, 2",
        "1010, 3",
        "0.0000001, 2",
        "1E125, 2",
        "1E-100, 2",
        "1.5, 3",
        "15, 2",
        "1.200, 3",
        "1.234, 4",
        "3.14159, 5",
        "123456, 4",
        "100.5, 4",
        "0.15, 2",
        "-42, 3"
    })
    void numberTakesAByteForEachPairOfDigits(String number, int bytes) {
        assertThat(Sizes.of(Numbers.parse(number))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "é", "€", "𝄞", "a€𝄞é", "\ud800", "\udc00x"})
    void stringTakesItsUtf8Bytes(String text) {
        assertThat(Sizes.of(new Value.S(text)))
                .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    @Test
    void nameCountsWithItsValue() {
        assertThat(Sizes.of(Map.of("name", new Value.S("value")))).isEqualTo(9);
    }

    @Test
    void mapAndListTakeThreeBytesAndOneForEachElement() {
        assertThat(Sizes.of(new Value.M(Map.of()))).isEqualTo(3);
        assertThat(Sizes.of(new Value.L(List.of()))).isEqualTo(3);
        assertThat(Sizes.of(new Value.L(List.of(new Value.S("ab"), new Value.Bool(true)))))
                .isEqualTo(3 + 2 + 2 + 1);
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put("k", new Value.Null());
        assertThat(Sizes.of(new Value.M(entries))).isEqualTo(3 + 1 + 1 + 1);
    }

    @Test
    void setTakesTheBytesOfItsElements() {
        assertThat(Sizes.of(new Value.SS(Set.of(new Value.S("ab"), new Value.S("c")))))
                .isEqualTo(3);
        assertThat(Sizes.of(new Value.BS(Set.of(new Value.B(new byte[4]))))).isEqualTo(4);
    }
}
