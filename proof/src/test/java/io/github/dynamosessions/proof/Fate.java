package io.github.dynamosessions.proof;

/** What becomes of a call to DynamoDB. All but the first are faults. */
enum Fate {
    ANSWERED("is answered", Retry.NONE),
    REFUSED("fails and is not executed", Retry.FAILS),
    ANSWER_LOST("is executed, its answer is lost, its retry fails", Retry.FAILS),
    ANSWER_LOST_ONCE("is executed, its answer is lost", Retry.ANSWERED),
    LATE("is delayed, its retry fails", Retry.FAILS),
    LATE_ONCE("is delayed", Retry.ANSWERED),
    NODE_DIES("is executed, then the node dies", Retry.FAILS);

    /** What becomes of the SDK's second attempt. */
    enum Retry {
        /** There is none. */
        NONE,
        FAILS,
        ANSWERED
    }

    private final String text;
    private final Retry retry;

    Fate(String text, Retry retry) {
        this.text = text;
        this.retry = retry;
    }

    Retry retry() {
        return retry;
    }

    boolean isFault() {
        return this != ANSWERED;
    }

    /** Whether the attempt is executed at once. */
    boolean isExecuted() {
        return this == ANSWERED || this == ANSWER_LOST || this == ANSWER_LOST_ONCE || this == NODE_DIES;
    }

    boolean isLate() {
        return this == LATE || this == LATE_ONCE;
    }

    /** Of a read, whose execution nobody sees, the other faults are no different from this one. */
    boolean isPossible(Attempt attempt) {
        return attempt.isWrite() || this == ANSWERED || this == REFUSED;
    }

    @Override
    public String toString() {
        return text;
    }
}
