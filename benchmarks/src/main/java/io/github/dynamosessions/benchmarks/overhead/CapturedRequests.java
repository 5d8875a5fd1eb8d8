package io.github.dynamosessions.benchmarks.overhead;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Remembers the last request of each type, so that the bare SDK can be given the very same to do. */
final class CapturedRequests implements ExecutionInterceptor {

    private final Map<Class<?>, SdkRequest> last = new ConcurrentHashMap<>();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        last.put(context.request().getClass(), context.request());
    }

    <T extends SdkRequest> T last(Class<T> type) {
        SdkRequest request = last.get(type);
        if (request == null) {
            throw new IllegalStateException("the store has made no " + type.getSimpleName());
        }
        return type.cast(request);
    }
}
