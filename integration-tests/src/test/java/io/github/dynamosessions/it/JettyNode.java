package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A plain Jetty with its sessions in DynamoDB, over HTTP/1.1 and h2c. */
final class JettyNode implements PageNode {

    /** Acceptor, selector, and two that serve. */
    static final int MIN_THREADS = 4;

    static final int THREADS = 16;

    private static final int IDLE_TIMEOUT_SECONDS = 1_800;

    static final String LOOPBACK = "127.0.0.1";

    private final JettyServlet servlet = new JettyServlet();
    private final SessionEvents events = new SessionEvents();
    private final SessionHandler sessions = new SessionHandler();
    private final DynamoSessionDataStore store;
    private final Server server;
    private final ServerConnector connector;
    private int port;

    private JettyNode(DynamoSessionOptions options, int threads) {
        store = new DynamoSessionDataStore(options);
        store.setGracePeriodSec(0);
        sessions.setMaxInactiveInterval(IDLE_TIMEOUT_SECONDS);
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);

        server = new Server(threadPool(threads));
        connector = connector(server, new HttpConfiguration());
        server.addConnector(connector);
        server.addBean(new DynamoSessionIdManager(server), true);
        SessionUnavailableHandler guard = new SessionUnavailableHandler();
        guard.setHandler(context());
        server.setHandler(guard);
        server.insertHandler(new GracefulHandler());
    }

    static JettyNode start(DynamoSessionOptions options) throws Exception {
        return start(options, THREADS);
    }

    static JettyNode start(DynamoSessionOptions options, int threads) throws Exception {
        JettyNode node = new JettyNode(options, threads);
        try {
            node.server.start();
            node.port = node.connector.getLocalPort();
        } catch (Exception | Error e) {
            node.close();
            throw e;
        }
        return node;
    }

    static QueuedThreadPool threadPool(int threads) {
        QueuedThreadPool pool = new QueuedThreadPool(threads, Math.min(threads, MIN_THREADS));
        pool.setReservedThreads(0);
        return pool;
    }

    /** HTTP/1.1 and h2c on a free port of the loopback interface. */
    static ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(LOOPBACK);
        return connector;
    }

    @Override
    public void page(String path, JettyPage page) {
        servlet.put(path, page);
    }

    @Override
    public URI uri(String pathAndQuery) {
        return URI.create("http://" + LOOPBACK + ":" + port + pathAndQuery);
    }

    @Override
    public DynamoSessionDataStore store() {
        return store;
    }

    @Override
    public JettyServlet servlet() {
        return servlet;
    }

    @Override
    public SessionEvents events() {
        return events;
    }

    @Override
    public void scavenge() throws Exception {
        sessions.getSessionIdManager().getSessionHouseKeeper().scavenge();
    }

    @Override
    public void undeploy() throws Exception {
        server.getDescendant(ServletContextHandler.class).stop();
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private ServletContextHandler context() {
        ServletContextHandler context = new ServletContextHandler("/", true, false);
        context.setSessionHandler(sessions);
        ServletHolder holder = new ServletHolder("pages", servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        JettyWebSocketServletContainerInitializer.configure(context, null); // for pages that open a WebSocket
        ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
        errorPages.addErrorPage(404, "/sorry");
        context.setErrorHandler(errorPages);
        context.addEventListener(events);
        return context;
    }
}
