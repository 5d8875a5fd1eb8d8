package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAreAligned() {
        assertThat(new TextTable().row("a", "bb").row("ccc", null).toString())
                .isEqualToNormalizingNewlines("a    bb\nccc  -\n");
    }

    @Test
    void aValueCannotTakeOverTheTerminal() {
        assertThat(new TextTable().row("x\u001b[2J\n\u202ey").toString())
                .isEqualToNormalizingNewlines("x\\u001b[2J\\u000a\\u202ey\n");
    }

    @Test
    void aLongValueIsCut() {
        assertThat(new TextTable().row("x".repeat(1000)).toString().strip())
                .isEqualTo("x".repeat(160) + "... (1000 characters)");
    }
}
