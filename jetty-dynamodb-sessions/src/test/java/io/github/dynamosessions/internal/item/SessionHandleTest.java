package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionHandleTest {

    @ParameterizedTest
    @CsvSource({
        "c2VsZWN0b3Itb2Yt.r0Tat1, c2VsZWN0b3Itb2Yt, r0Tat1",
        "node01x, node01x, ''",
        "a.b.c, a.b, c",
        "a., a., ''",
        ".a, .a, ''",
        "., ., ''",
        "'', '', ''"
    })
    void aPublicIdIsASelectorAndARotationAndBothMakeTheIdAgain(String id, String selector, String rotation) {
        assertThat(SessionHandle.of(id)).isEqualTo(new SessionHandle(selector, rotation));
        assertThat(SessionHandle.of(id).id()).isEqualTo(id);
    }
}
