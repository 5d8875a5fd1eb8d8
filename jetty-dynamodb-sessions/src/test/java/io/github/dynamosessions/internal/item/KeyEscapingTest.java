package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyEscapingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "plain plain",
                "/a/b_c-d.e~!# /a/b_c-d.e~!#",
                "a|b a%007Cb",
                "100% 100%0025",
                "%007C %0025007C",
                "` ` %0020",
                "é %00E9",
                "😀 %D83D%DE00",
            })
    void escapesWhatIsNotPlain(String part, String escaped) {
        assertThat(KeyEscaping.escape(part)).isEqualTo(escaped);
        assertThat(KeyEscaping.unescape(escaped)).isEqualTo(part);
    }

    /** All of UTF-16, lone surrogates included. */
    @Test
    void everyCharacterComesBackAndNoTwoAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String part = "<" + (char) c + ">";
            String escaped = KeyEscaping.escape(part);
            assertThat(seen.add(escaped)).as("%04X", c).isTrue();
            assertThat(KeyEscaping.unescape(escaped)).isEqualTo(part);
            assertThat(escaped).doesNotContain("|");
        }
    }

    @Test
    void nothingIsNothing() {
        assertThat(KeyEscaping.escape("")).isEmpty();
        assertThat(KeyEscaping.unescape("")).isEmpty();
    }
}
