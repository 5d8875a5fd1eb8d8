package io.github.dynamosessions.internal.dynamo;

import java.time.Duration;

/**
 * How long calls take at most, and what follows from that for attempts that were given up: one may still reach DynamoDB,
 * after later writes.
 *
 * @param call limit of a call, its retries included
 * @param attempt limit of one attempt; no attempt is given up earlier, unless its connection breaks
 */
record CallLimits(Duration call, Duration attempt) {

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    static CallLimits of(DynamoConnection connection) {
        return new CallLimits(connection.callTimeout(), connection.attemptTimeout());
    }

    /**
     * By how many milliseconds a write may be older than the stored one and still count as simultaneous. Half an attempt:
     * what follows an attempt that was given up is a whole one younger, and the other half is for clocks that differ.
     */
    long simultaneousMs() {
        return attempt.toMillis() / 2;
    }

    /** Limit of a call that is made because another one has failed, or taken long: its request has waited enough. */
    Duration followUp() {
        return call.dividedBy(2);
    }

    /** No attempt arrives later than this after it was made. */
    Duration longestDelay() {
        return LONGEST_DELAY;
    }
}
