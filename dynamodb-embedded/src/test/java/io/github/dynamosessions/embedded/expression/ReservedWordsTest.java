package io.github.dynamosessions.embedded.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservedWordsTest {

    @Test
    void reservedWordsAreNotCaseSensitive() {
        assertThat(ReservedWords.contains("status")).isTrue();
        assertThat(ReservedWords.contains("Zone")).isTrue();
        assertThat(ReservedWords.contains("ABORT")).isTrue();
        assertThat(ReservedWords.contains("id")).isFalse();
    }

    @Test
    void thereAreAsManyAsDocumented() {
        assertThat(ReservedWords.size()).isEqualTo(573);
    }
}
