package io.github.dynamosessions.model;

/**
 * How many faults may still happen.
 *
 * @param losses attempts without an answer; they may be executed at any later time, or never
 * @param throttles attempts that are refused and never executed
 * @param failedReads reads of which no attempt is answered
 * @param crashes nodes that die
 * @param removals tombstones that TTL removes
 * @param staleReads eventually consistent reads that return the item as it was before its last write
 */
record Budget(int losses, int throttles, int failedReads, int crashes, int removals, int staleReads) {

    static Budget losses(int losses) {
        return new Budget(losses, 0, 0, 0, 0, 0);
    }

    Budget throttles(int more) {
        return new Budget(losses, more, failedReads, crashes, removals, staleReads);
    }

    Budget failedReads(int more) {
        return new Budget(losses, throttles, more, crashes, removals, staleReads);
    }

    Budget crashes(int more) {
        return new Budget(losses, throttles, failedReads, more, removals, staleReads);
    }

    Budget removals(int more) {
        return new Budget(losses, throttles, failedReads, crashes, more, staleReads);
    }

    Budget staleReads(int more) {
        return new Budget(losses, throttles, failedReads, crashes, removals, more);
    }

    Budget staleRead() {
        return new Budget(losses, throttles, failedReads, crashes, removals, staleReads - 1);
    }

    Budget loss() {
        return new Budget(losses - 1, throttles, failedReads, crashes, removals, staleReads);
    }

    Budget throttle() {
        return new Budget(losses, throttles - 1, failedReads, crashes, removals, staleReads);
    }

    Budget failedRead() {
        return new Budget(losses, throttles, failedReads - 1, crashes, removals, staleReads);
    }

    Budget crash() {
        return new Budget(losses, throttles, failedReads, crashes - 1, removals, staleReads);
    }

    Budget removal() {
        return new Budget(losses, throttles, failedReads, crashes, removals - 1, staleReads);
    }
}
