package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import java.util.concurrent.ThreadLocalRandom;

/** Between attempts that the SDK does not make by itself. */
public final class BackOff {

    private static final int MAX_RETRIES = 20;
    private static final long MAX_MS = 200;

    private BackOff() {}

    /**
     * Waits, but not before the first attempt: shortly at first, with jitter, and not without end.
     *
     * @throws UnavailableException after too many attempts, or if the thread is interrupted
     */
    public static void beforeRetry(int attempt) {
        if (attempt == 0) {
            return;
        }
        if (attempt > MAX_RETRIES) {
            throw new UnavailableException("no success after " + MAX_RETRIES + " retries");
        }
        sleep(ThreadLocalRandom.current().nextLong(Math.min(MAX_MS, 5L << Math.min(attempt, 6))));
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted between two attempts");
        }
    }
}
