package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatTakesLongIsTold() {
        try (Progress progress = start(Duration.ofMillis(5))) {
            await().untilAsserted(() -> assertThat(said()).startsWith("... reading (0 s)"));
            progress.now("5 items read");
            await().untilAsserted(() -> assertThat(said()).contains("... 5 items read ("));
        }
    }

    @Test
    void whatIsQuickIsNot() {
        start(Duration.ofHours(1)).close();

        assertThat(said()).isEmpty();
    }

    @Test
    void nothingIsToldOfWhatIsOver() {
        Progress progress = start(Duration.ofNanos(1));
        progress.close();
        String saidBefore = said();
        progress.now("too late");

        assertThat(said()).isEqualTo(saidBefore);
    }

    private Progress start(Duration firstPause) {
        return Progress.start(new PrintStream(err, true, StandardCharsets.UTF_8), "reading", firstPause);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
