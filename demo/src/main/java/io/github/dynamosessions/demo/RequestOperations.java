package io.github.dynamosessions.demo;

import io.javalin.config.JavalinConfig;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler.ContextScopeListener;
import org.jspecify.annotations.Nullable;

/**
 * What the latest HTTP requests to the nodes of this process cost, each under the id that its answer carries in {@value
 * #HEADER}. The answer itself cannot say it: Jetty saves a session just before the first byte leaves, and once more
 * after the last.
 */
final class RequestOperations implements ContextScopeListener {

    static final String HEADER = "X-Demo-Request";

    private static final String ATTRIBUTE = RequestOperations.class.getName();
    private static final int KEPT = 1000;
    private static final int PATIENCE_SECONDS = 2;

    private final Map<String, RequestCost> costs = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    /** Ids of one process mean nothing to another, and are to be unknown there instead of another request's. */
    private final String process = Integer.toString(new SecureRandom().nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);

    private final ThreadLocal<@Nullable Operations> current = new ThreadLocal<>();

    /** Follows the requests of a node from before their session is loaded until after it was saved for the last time. */
    void listenTo(JavalinConfig config) {
        config.jetty.modifyServletContextHandler(context -> context.addEventListener(this));
        config.routes.before(ctx -> {
            if (ctx.req().getAttribute(ATTRIBUTE) instanceof RequestCost cost) {
                ctx.header(HEADER, cost.id());
            }
        });
    }

    /** Where to count what this thread does; empty if it serves no request. */
    Optional<Operations> current() {
        return Optional.ofNullable(current.get());
    }

    /**
     * The operations of a request, when it is complete; if it runs for longer than anybody should wait for a figure,
     * those so far. Null if the request is unknown or long ago.
     */
    @Nullable
    CompletableFuture<Operations> of(String requestId) {
        RequestCost cost = costs.get(requestId);
        return cost == null
                ? null
                : cost.done().copy().completeOnTimeout(cost.operations(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Jetty enters the context whenever it works for a request, in whatever thread, also when it saves the session. */
    @Override
    public void enterScope(Context context, @Nullable Request request) {
        if (request != null) {
            current.set(costOf(request).operations());
        }
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        current.remove();
    }

    private RequestCost costOf(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestCost known) {
            return known;
        }
        long number = numbers.incrementAndGet();
        RequestCost cost = new RequestCost(id(number), new Operations(), new CompletableFuture<>());
        costs.put(cost.id(), cost);
        costs.remove(id(number - KEPT));
        request.setAttribute(ATTRIBUTE, cost);
        // The first to listen is the last to be told: the session has been released by then.
        Request.addCompletionListener(request, failure -> cost.done().complete(cost.operations()));
        return cost;
    }

    private String id(long number) {
        return process + "-" + number;
    }

    private record RequestCost(String id, Operations operations, CompletableFuture<Operations> done) {}
}
