package io.github.dynamosessions.internal.dynamo;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Those of one call. A client without our {@link AttemptCounter} tells of them only if the call fails. For one thread. */
final class Attempts {

    int count;
    long bytesSent;
    long bytesReceived;

    private int answered;
    private int lastStatus;
    private boolean doubtful;

    void begun(long bytes) {
        doubtful |= count > 0 && isLastDoubtful();
        lastStatus = 0;
        count++;
        bytesSent += bytes;
    }

    void answered(int status, long bytes) {
        lastStatus = status;
        answered++;
        bytesReceived += bytes;
    }

    /** Whether there was one without an answer, which DynamoDB may still execute. */
    boolean mayComeLate() {
        return count > answered;
    }

    /** Whether DynamoDB may have executed one before the last, or one at all if the call has failed. */
    boolean mayHaveSucceeded(boolean failed) {
        return doubtful || failed && count > 0 && isLastDoubtful();
    }

    /** Without an answer, with one that was cut short, or with an error of DynamoDB's own, which may come afterwards. */
    private boolean isLastDoubtful() {
        return lastStatus < 300 || lastStatus >= 500;
    }

    /** For a client that does not count: what its exception tells. Of the attempts before the last nothing is known. */
    void learnFrom(RuntimeException failure) {
        if (count > 0) {
            return;
        }
        @Nullable Integer told = failure instanceof SdkException known ? known.numAttempts() : null;
        count = told == null ? 1 : told; // a call that has timed out does not say
        doubtful = count > 1;
        if (failure instanceof SdkServiceException refusal) {
            answered = 1;
            lastStatus = refusal.statusCode();
        }
    }
}
