package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.component.LifeCycle;

/** What an application is written with. Each starts a node as its users do. */
enum Framework {
    /** Set up by hand. */
    PLAIN_JETTY {
        @Override
        JettyNode start(DynamoSessionOptions options, JettyServlet pages, JettyNode.Ends ends, int threads)
                throws Exception {
            SessionHandler sessions = new SessionHandler();
            sessions.setMaxInactiveInterval(IDLE_TIMEOUT_SECONDS);
            SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
            cache.setSessionDataStore(new DynamoSessionDataStore(options));
            sessions.setSessionCache(cache);

            ServletContextHandler context = new ServletContextHandler("/", true, false);
            context.setSessionHandler(sessions);
            context.addEventListener(ends);
            ServletHolder holder = new ServletHolder("pages", pages);
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/*");
            ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
            errorPages.addErrorPage(404, "/sorry");
            context.setErrorHandler(errorPages);

            Server server = new Server(JettyNode.threadPool(threads));
            server.addConnector(JettyNode.connector(server, new HttpConfiguration()));
            server.setHandler(context);
            server.insertHandler(new SessionUnavailableHandler());
            JettyNode node = new JettyNode(server, pages, ends, () -> LifeCycle.stop(server));
            return node.started(server::start);
        }
    },

    /** With the plugin. */
    JAVALIN {
        @Override
        JettyNode start(DynamoSessionOptions options, JettyServlet pages, JettyNode.Ends ends, int threads)
                throws Exception {
            Javalin javalin = Javalin.create(config -> {
                config.startup.showJavalinBanner = false;
                config.startup.showOldJavalinVersionWarning = false;
                config.jetty.threadPool = JettyNode.threadPool(threads);
                config.jetty.addConnector(JettyNode::connector);
                config.jetty.modifyServletContextHandler(context -> context.addEventListener(ends));
                config.registerPlugin(new DynamoSessionPlugin(options));
                route(config, pages);
            });
            Server server = javalin.jettyServer().server();
            JettyNode node = new JettyNode(server, pages, ends, javalin::stop);
            return node.started(javalin::start);
        }
    };

    private static final int IDLE_TIMEOUT_SECONDS = 1_800;

    /**
     * Starts a node with sessions that live for half an hour.
     *
     * @param ends hears of the ends of sessions
     */
    abstract JettyNode start(DynamoSessionOptions options, JettyServlet pages, JettyNode.Ends ends, int threads)
            throws Exception;

    private static void route(JavalinConfig config, JettyServlet pages) {
        for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST)) {
            config.routes.addHttpHandler(method, "/*", ctx -> {
                JettyServlet.Later later = pages.later(ctx.path());
                if (later == null) {
                    pages.service(ctx.req(), ctx.res());
                } else {
                    later.first().serve(ctx.req(), ctx.res());
                    ctx.future(() -> later.answer().thenAccept(ctx::result));
                }
            });
        }
        config.routes.error(404, ctx -> ctx.result("sorry"));
    }
}
