package io.github.dynamosessions.embedded.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void stringsHaveTheOrderOfTheirBytes() {
        List<String> texts = List.of("", "a", "ab", "b", "é", "퟿", "", "￿", "𐀀", "𝄞", "a𝄞", "a￿");
        for (String a : texts) {
            for (String b : texts) {
                int expected =
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(Utf8.compare(a, b)))
                        .as("%s and %s", a, b)
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }
}
