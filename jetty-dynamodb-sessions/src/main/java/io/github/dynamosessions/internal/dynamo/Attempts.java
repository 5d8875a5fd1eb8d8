package io.github.dynamosessions.internal.dynamo;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Those of one call, for the metrics. For one thread. */
final class Attempts {

    int count;
    long bytesSent;
    long bytesReceived;

    void begun(long bytes) {
        count++;
        bytesSent += bytes;
    }

    void answered(long bytes) {
        bytesReceived += bytes;
    }

    /** For a user-supplied client that does not count: what its exception says. */
    void learnFrom(RuntimeException failure) {
        if (count == 0) {
            @Nullable Integer attempts = failure instanceof SdkException known ? known.numAttempts() : null;
            count = attempts == null ? 1 : attempts; // a call that has timed out does not say
        }
    }
}
