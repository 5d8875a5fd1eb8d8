package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty with its sessions in DynamoDB, plain or within a framework, over HTTP/1.1 and h2c. */
final class JettyNode implements AutoCloseable {

    /** Acceptor, selector, and two that serve. */
    static final int MIN_THREADS = 4;

    static final int THREADS = 16;

    private static final String LOOPBACK = "127.0.0.1";

    private final Server server;
    private final JettyServlet servlet;
    private final Ends ends;
    private final Runnable stop;

    JettyNode(Server server, JettyServlet servlet, Ends ends, Runnable stop) {
        this.server = server;
        this.servlet = servlet;
        this.ends = ends;
        this.stop = stop;
    }

    static JettyNode start(Framework framework, DynamoSessionOptions options, int threads) throws Exception {
        JettyNode node = framework.start(options, new JettyServlet(), new Ends(), threads);
        node.store().setGracePeriodSec(0);
        return node;
    }

    static QueuedThreadPool threadPool(int threads) {
        QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(threads, MIN_THREADS));
        pool.setReservedThreads(0);
        return pool;
    }

    static ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(LOOPBACK);
        return connector;
    }

    /** This node, if that starts it. */
    JettyNode started(Start start) throws Exception {
        try {
            start.run();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
        return this;
    }

    /** Adds a page, or replaces one. */
    void page(String path, JettyPage page) {
        servlet.put(path, page);
    }

    URI uri(String pathAndQuery) {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://" + LOOPBACK + ":" + port + pathAndQuery);
    }

    DynamoSessionDataStore store() {
        return (DynamoSessionDataStore) sessions().getSessionCache().getSessionDataStore();
    }

    JettyServlet servlet() {
        return servlet;
    }

    /** The ids of sessions whose end was told to this node's listeners, each as often as it was told. */
    List<String> destroyed() {
        return ends.ids;
    }

    /** One turn of housekeeping. */
    void scavenge() throws Exception {
        sessions().getSessionIdManager().getSessionHouseKeeper().scavenge();
    }

    /** Gracefully, as far as the framework does that by itself. */
    @Override
    public void close() {
        stop.run();
    }

    private SessionHandler sessions() {
        return server.getDescendant(ServletContextHandler.class).getSessionHandler();
    }

    /** What starts a server. */
    @FunctionalInterface
    interface Start {
        void run() throws Exception;
    }

    /** Hears of sessions that end. */
    static final class Ends implements HttpSessionListener {

        private final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            ids.add(event.getSession().getId());
        }
    }
}
