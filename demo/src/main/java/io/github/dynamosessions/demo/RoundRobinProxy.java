package io.github.dynamosessions.demo;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends each request to the next node, and to the one after it if that is down and nothing can happen twice. */
final class RoundRobinProxy extends ProxyHandler {

    private static final String ATTEMPT = RoundRobinProxy.class.getName();
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** Questions about a request are part of it: with a turn of their own, each click would meet the same node. */
    private static final String TAKES_NO_TURN = "/api/operations/";

    private final List<URI> nodes;
    private final AtomicInteger turns = new AtomicInteger();

    RoundRobinProxy(List<URI> nodes) {
        this.nodes = nodes;
        setViaHost("dynamo-sessions-demo");
        setUseServerThreadPool(true);
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        // Longer than the slowest answer, and less than a node keeps its end open.
        client.setIdleTimeout(SessionApi.MAX_DELAY.plusSeconds(30).toMillis());
        client.setMaxConnectionsPerDestination(256);
        client.setUserAgentField(null); // the browser's goes through
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getAttribute(ATTEMPT) == null) {
            boolean turn = !request.getHttpURI().getPath().startsWith(TAKES_NO_TURN);
            request.setAttribute(ATTEMPT, new Attempt(turn ? turns.getAndIncrement() : turns.get(), 1));
        }
        return super.handle(request, response, callback);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return HttpURI.build(request.getHttpURI())
                .scheme("http")
                .authority(LoopbackConnector.HOST, node(attempt(request)).getPort())
                .asImmutable();
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
            Request request, Response response, org.eclipse.jetty.client.Request toNode) {
        return new UnreadContent(request);
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toNode,
            org.eclipse.jetty.client.Response fromNode,
            Response response,
            Callback callback,
            Throwable failure) {
        Attempt attempt = attempt(request);
        boolean repeatable = failure instanceof ConnectException || SAFE_METHODS.contains(request.getMethod());
        if (repeatable && !response.isCommitted() && attempt.number() < nodes.size()) {
            request.setAttribute(ATTEMPT, attempt.next());
            response.reset();
            handle(request, response, callback);
            return;
        }
        int status = failure instanceof TimeoutException ? HttpStatus.GATEWAY_TIMEOUT_504 : HttpStatus.BAD_GATEWAY_502;
        String reason = repeatable
                ? "no node answers, the last that was asked is " + node(attempt)
                : node(attempt) + " broke off, and " + request.getMethod() + " may have been carried out";
        Response.writeError(request, response, callback, status, reason);
    }

    private URI node(Attempt attempt) {
        return nodes.get(Math.floorMod(attempt.turn(), nodes.size()));
    }

    private static Attempt attempt(Request request) {
        return (Attempt) request.getAttribute(ATTEMPT);
    }

    private record Attempt(int turn, int number) {

        Attempt next() {
            return new Attempt(turn + 1, number + 1);
        }
    }

    /** A body of which a node that could not be reached has read nothing is still there for the next. */
    private static final class UnreadContent extends ProxyRequestContent {

        private volatile boolean read;

        UnreadContent(Request request) {
            super(request);
        }

        @Override
        public org.eclipse.jetty.io.Content.Chunk read() {
            read = true;
            return super.read();
        }

        @Override
        public void fail(Throwable failure, boolean last) {
            if (read) {
                super.fail(failure, last);
            }
        }
    }
}
