package io.github.dynamosessions.internal.dynamo;

import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Between attempts that the SDK does not make by itself, and after those that may come late. */
final class Pause {

    private static final int MAX_RETRIES = 20;
    private static final long MAX_MS = 200;

    private Pause() {}

    /**
     * Waits, but not before the first attempt: shortly at first, with jitter, and not without end.
     *
     * @throws SdkClientException after too many attempts, or if the thread is interrupted
     */
    static void beforeRetry(int attempt) {
        if (attempt == 0) {
            return;
        }
        if (attempt > MAX_RETRIES) {
            throw SdkClientException.create("given up after " + MAX_RETRIES + " retries");
        }
        sleep(ThreadLocalRandom.current().nextLong(Math.min(MAX_MS, 5L << Math.min(attempt, 6))));
    }

    /**
     * Waits until the clock is past a time in epoch milliseconds.
     *
     * @throws SdkClientException if the thread is interrupted
     */
    static void untilAfter(long timeMs) {
        long waitMs = timeMs + 1 - System.currentTimeMillis();
        if (waitMs > 0) {
            sleep(waitMs);
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("interrupted between two attempts", e);
        }
    }
}
