package io.github.dynamosessions.internal.dynamo;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpHeaders;

/**
 * Counts the attempts of a call and the bytes of their HTTP bodies, which the SDK tells its interceptors for nothing (its
 * own metrics cost a sixth of a call). The synchronous client calls them on the thread of its caller.
 */
final class AttemptCounter implements ExecutionInterceptor {

    private static final ThreadLocal<Attempts> CURRENT = new ThreadLocal<>();

    /** Counts for the call that this thread is about to make, until {@link #end}. */
    static void begin(Attempts attempts) {
        CURRENT.set(attempts);
    }

    static void end() {
        CURRENT.remove();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Attempts attempts = CURRENT.get();
        if (attempts != null) {
            attempts.begun(contentLength(context.httpRequest()));
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        Attempts attempts = CURRENT.get();
        if (attempts != null) {
            attempts.answered(contentLength(context.httpResponse()));
        }
    }

    private static long contentLength(SdkHttpHeaders headers) {
        @Nullable String length = headers.firstMatchingHeader("Content-Length").orElse(null);
        return length == null ? 0 : Long.parseLong(length);
    }
}
