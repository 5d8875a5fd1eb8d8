package io.github.dynamosessions.internal.dynamo;

/** Those of one call. All zero if its client does not have our {@link AttemptCounter}. For one thread. */
final class Attempts {

    int count;
    int answered;
    long bytesSent;
    long bytesReceived;

    /** Whether there was one without an answer: DynamoDB may have executed it, or may still do so. */
    boolean areUncertain() {
        return count > answered;
    }

    /** Whether one before the last may have been executed, as far as is known. */
    boolean mayHaveSucceededBefore() {
        return count == 0 || areUncertain();
    }
}
