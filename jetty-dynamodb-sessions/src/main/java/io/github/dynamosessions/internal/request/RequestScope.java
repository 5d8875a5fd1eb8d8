package io.github.dynamosessions.internal.request;

import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Which request the current thread works for. Jetty's session caches are not told, and a failure belongs to a request:
 * one that was kept with the thread could hit the next.
 */
public final class RequestScope implements ContextHandler.ContextScopeListener {

    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    /** The request; null in the scavenger, or on a thread that Jetty knows nothing of. */
    public static @Nullable Request request() {
        Scope scope = CURRENT.get();
        return scope == null ? null : scope.request();
    }

    /** Runs something for a request. */
    public static void run(Request request, Runnable work) {
        enter(request);
        try {
            work.run();
        } finally {
            exit();
        }
    }

    /** The same, of what may throw. */
    public static <T> T call(Request request, Callable<T> work) throws Exception {
        enter(request);
        try {
            return work.call();
        } finally {
            exit();
        }
    }

    /** Jetty also enters a scope without naming the request, in the middle of one: it is still the same. */
    @Override
    public void enterScope(Context context, @Nullable Request request) {
        enter(request == null ? request() : request);
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        exit();
    }

    private static void enter(@Nullable Request request) {
        CURRENT.set(new Scope(request, CURRENT.get()));
    }

    private static void exit() {
        Scope scope = CURRENT.get();
        if (scope == null || scope.outer() == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(scope.outer());
        }
    }

    private record Scope(
            @Nullable Request request, @Nullable Scope outer) {}
}
