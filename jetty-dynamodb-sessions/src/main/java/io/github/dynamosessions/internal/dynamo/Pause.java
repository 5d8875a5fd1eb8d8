package io.github.dynamosessions.internal.dynamo;

import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Between attempts that the SDK does not make by itself: short at first, with jitter, and not without end. */
final class Pause {

    private static final int MAX_RETRIES = 20;
    private static final long MAX_MS = 200;

    private Pause() {}

    /**
     * Waits, but not before the first attempt.
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
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(Math.min(MAX_MS, 5L << Math.min(attempt, 6))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("interrupted between two attempts", e);
        }
    }
}
