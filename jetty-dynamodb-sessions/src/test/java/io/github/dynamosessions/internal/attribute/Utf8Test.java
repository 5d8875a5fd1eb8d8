package io.github.dynamosessions.internal.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "ascii \u007f",
                "\u0080",
                "é",
                "\u07ff",
                "\u0800",
                "日本語",
                "\ue000\uffff",
                "😀",
                "a😀b",
                "é😀",
                "\ud7ff\u2000"
            })
    void aTextIsCountedAsTheJdkWritesIt(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(Utf8.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d", "😀\ude00"})
    void aTextWithASurrogateThatStandsAloneWouldNotComeBack(String text) {
        assertThat(Utf8.bytes(text)).isEqualTo(Utf8.NONE);
    }
}
