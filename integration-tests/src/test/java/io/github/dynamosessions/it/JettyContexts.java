package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import java.net.URI;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.component.LifeCycle;

/** A plain Jetty with two contexts, whose session cookie is one and the same. */
final class JettyContexts implements AutoCloseable {

    private final Server server = new Server(JettyNode.threadPool(JettyNode.THREADS));
    private final ServerConnector connector = JettyNode.connector(server, new HttpConfiguration());
    private final OneContext shop;
    private final OneContext desk;

    private JettyContexts(DynamoSessionOptions options) {
        shop = new OneContext("/shop", options);
        desk = new OneContext("/desk", options);
        server.addConnector(connector);
        server.addBean(new DynamoSessionIdManager(server), true);
        server.setHandler(new GracefulHandler(new ContextHandlerCollection(shop.handler(), desk.handler())));
        server.insertHandler(new SessionUnavailableHandler());
    }

    static JettyContexts start(DynamoSessionOptions options) throws Exception {
        return start(options, server -> {});
    }

    /** With changes of the server before it starts. */
    static JettyContexts start(DynamoSessionOptions options, Consumer<Server> changes) throws Exception {
        JettyContexts contexts = new JettyContexts(options);
        changes.accept(contexts.server);
        try {
            contexts.server.start();
        } catch (Exception | Error e) {
            contexts.close();
            throw e;
        }
        return contexts;
    }

    /** The context {@code /shop}. */
    OneContext shop() {
        return shop;
    }

    /** The context {@code /desk}. */
    OneContext desk() {
        return desk;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /** A context, which has pages, sessions and listeners of its own. */
    final class OneContext implements PageNode {

        private final String path;
        private final JettyServlet servlet = new JettyServlet();
        private final SessionHandler sessions = new SessionHandler();
        private final DynamoSessionDataStore store;
        private final SessionEvents events = new SessionEvents();
        private final ServletContextHandler context;

        private OneContext(String path, DynamoSessionOptions options) {
            this.path = path;
            context = new ServletContextHandler(path, true, false);
            store = new DynamoSessionDataStore(options);
            SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
            cache.setSessionDataStore(store);
            sessions.setSessionCache(cache);
            sessions.setSessionPath("/");
        }

        @Override
        public URI uri(String pathAndQuery) {
            return URI.create("http://" + JettyNode.LOOPBACK + ":" + connector.getLocalPort() + path + pathAndQuery);
        }

        @Override
        public void page(String pathInContext, JettyPage page) {
            servlet.put(pathInContext, page);
        }

        @Override
        public JettyServlet servlet() {
            return servlet;
        }

        @Override
        public DynamoSessionDataStore store() {
            return store;
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
            context.stop();
        }

        /** Starts it again. */
        void deploy() throws Exception {
            context.start();
        }

        @Override
        public Server server() {
            return server;
        }

        /** Closes the server. */
        @Override
        public void close() {
            JettyContexts.this.close();
        }

        private ServletContextHandler handler() {
            context.setSessionHandler(sessions);
            context.addServlet(new ServletHolder("pages", servlet), "/*");
            context.addEventListener(events);
            return context;
        }
    }
}
