package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EngineThreadsTest {

    @Test
    void wakesWhatStillSleepsAfterTheShutdown() {
        EngineThreads threads = new EngineThreads("sleepers", Duration.ofSeconds(20));
        Thread sleeper = start(threads, "pool-1", new CountDownLatch(1));

        threads.end(() -> {});

        assertThat(sleeper.isAlive()).isFalse();
        assertThat(threads.alive()).isEmpty();
    }

    @Test
    void namesTheThreadsOfAShutdownThatDoesNotReturn() {
        EngineThreads threads = new EngineThreads("stuck", Duration.ofMillis(50));
        CountDownLatch release = new CountDownLatch(1);

        assertThatThrownBy(() -> threads.end(() -> awaitOrEnd(release)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stuck-close");

        release.countDown();
    }

    @Test
    void keepsTheInterruptOfTheCaller() {
        EngineThreads threads = new EngineThreads("interrupted", Duration.ofSeconds(20));
        Thread.currentThread().interrupt();

        threads.end(() -> {});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(threads.alive()).isEmpty();
    }

    private static Thread start(EngineThreads threads, String name, CountDownLatch end) {
        Thread thread = new Thread(threads.group(), () -> awaitOrEnd(end), name);
        thread.start();
        return thread;
    }

    private static void awaitOrEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // that ends it, as it ends the engine's jobs
        }
    }
}
