package io.github.dynamosessions.it;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * A DynamoDB that fails on demand: an HTTP proxy on the loopback interface in front of a real endpoint. Without a fault
 * it passes everything on, unchanged. An endpoint that cannot be reached looks to the client like a cut connection.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint())) {
 *     proxy.on("GetItem").times(2).throttle();
 *     proxy.onWrites().cutAfterExecution();
 *     …
 *     proxy.healAll();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
final class FaultProxy implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    // Longer than clients keep an idle connection and than a call may hang: cuts happen on demand only.
    private static final int CONNECTION_IDLE_MILLIS = 300_000;
    private static final AtomicInteger PROXIES = new AtomicInteger();

    private final String name = "fault-proxy-" + PROXIES.incrementAndGet();
    private final Faults faults = new Faults();
    private final CallLog log = new CallLog();
    private final Server server;
    private final URI endpoint;

    private FaultProxy(URI upstreamEndpoint) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        server = new Server(threads, new ScheduledExecutorScheduler(name + "-timer", true), null);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setIdleTimeout(CONNECTION_IDLE_MILLIS);
        server.addConnector(connector);
        Upstream upstream = new Upstream(upstreamEndpoint, server);
        server.setHandler(new FaultHandler(faults, log, upstream));
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException("The fault proxy does not start", e);
        }
        upstream.passEverything();
        endpoint = URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
    }

    /** Starts one on a free port. */
    static FaultProxy inFrontOf(URI endpoint) {
        return new FaultProxy(endpoint);
    }

    /** {@code http://127.0.0.1:<port>}. */
    URI endpoint() {
        return endpoint;
    }

    /** What the names of all its threads begin with, followed by a hyphen. */
    String name() {
        return name;
    }

    /** Calls of the named operations, at least one. */
    FaultScope on(String... operations) {
        return FaultScope.of(faults, Operations.known(List.of(operations))::contains);
    }

    /** Updates of the store for a purpose. */
    FaultScope on(StoreUpdate update) {
        return FaultScope.ofCalls(faults, update::is);
    }

    FaultScope onAll() {
        return FaultScope.of(faults, operation -> true);
    }

    /** Calls that may write items, see {@link Operations#WRITES}. */
    FaultScope onWrites() {
        return FaultScope.of(faults, Operations.WRITES::contains);
    }

    /** Ends every fault, see {@link Fault#heal()}. */
    void healAll() {
        faults.healAll();
    }

    /** How many calls of the operation have arrived, whatever became of them. Each of them has met its fault. */
    int calls(String operation) {
        return log.arrived().getOrDefault(Operations.known(operation), 0);
    }

    /** How many updates for a purpose have arrived, whatever became of them. */
    int calls(StoreUpdate update) {
        return log.arrived(update);
    }

    /** How many updates for a purpose were executed, as {@link #executed()} says. */
    long executed(StoreUpdate update) {
        return executed().stream().filter(update::is).count();
    }

    /** How many updates for a purpose the endpoint has answered, with success or an error, whoever waited for it. */
    int answered(StoreUpdate update) {
        return log.answered(update);
    }

    /** The operations of all calls since it was started, whether or not counts were reset. */
    Set<String> operations() {
        return log.everArrived();
    }

    /** How many calls have arrived that have not ended, whether or not their client still waits. */
    int callsUnderWay() {
        return log.underWay();
    }

    /** How many calls have arrived, by operation. */
    Map<String, Integer> calls() {
        return log.arrived();
    }

    /**
     * The calls that the endpoint executed with success, in the order of its answers. A write whose condition failed is
     * not among them; one whose answer was cut is.
     *
     * @throws IllegalStateException if their bodies have more than 64 M characters
     */
    List<ProxiedCall> executed() {
        return log.executed();
    }

    /** How many calls of the operation were executed, as {@link #executed()} says. */
    long executed(String operation) {
        String known = Operations.known(operation);
        return executed().stream()
                .filter(call -> call.operation().equals(known))
                .count();
    }

    /** How many calls of the operation the endpoint has answered, with success or an error, whoever waited for it. */
    int answered(String operation) {
        return log.answered(Operations.known(operation));
    }

    /** Forgets what arrived and what was executed. */
    void resetCounts() {
        log.reset();
    }

    /** Cuts what is under way and ends all threads. Closing twice is fine. */
    @Override
    public void close() {
        faults.cancelAll();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The fault proxy does not stop", e);
        }
    }

    @Override
    public String toString() {
        return name + " at " + endpoint;
    }
}
