package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** A Javalin with its sessions in DynamoDB, which serves the same pages as a {@link JettyNode}. */
final class JavalinNode implements PageNode {

    private static final List<HandlerType> METHODS = List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST);

    private final JettyServlet servlet = new JettyServlet();
    private final SessionEvents events = new SessionEvents();
    private final Javalin javalin;
    private int port;

    private JavalinNode(DynamoSessionOptions options, int threads) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.jetty.threadPool = JettyNode.threadPool(threads);
            config.jetty.addConnector(JettyNode::connector);
            config.jetty.modifyServer(server -> server.insertHandler(new GracefulHandler()));
            config.registerPlugin(new DynamoSessionPlugin(options));
            config.jetty.modifyServletContextHandler(context -> context.addEventListener(events));
            route(config);
        });
    }

    static JavalinNode start(DynamoSessionOptions options, int threads) {
        JavalinNode node = new JavalinNode(options, threads);
        try {
            node.port = node.javalin.start().port();
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
        node.store().setGracePeriodSec(0);
        return node;
    }

    @Override
    public URI uri(String pathAndQuery) {
        return URI.create("http://" + JettyNode.LOOPBACK + ":" + port + pathAndQuery);
    }

    @Override
    public void page(String path, JettyPage page) {
        servlet.put(path, page);
    }

    @Override
    public JettyServlet servlet() {
        return servlet;
    }

    @Override
    public DynamoSessionDataStore store() {
        return (DynamoSessionDataStore) sessions().getSessionCache().getSessionDataStore();
    }

    @Override
    public SessionEvents events() {
        return events;
    }

    @Override
    public void scavenge() throws Exception {
        sessions().getSessionIdManager().getSessionHouseKeeper().scavenge();
    }

    @Override
    public void undeploy() throws Exception {
        context().stop();
    }

    @Override
    public Server server() {
        return javalin.jettyServer().server();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private SessionHandler sessions() {
        return context().getSessionHandler();
    }

    private ServletContextHandler context() {
        return javalin.jettyServer().server().getDescendant(ServletContextHandler.class);
    }

    private void route(JavalinConfig config) {
        METHODS.forEach(method -> config.routes.addHttpHandler(method, "/*", this::serve));
        config.routes.wsBeforeUpgrade("/*", this::serveSocket);
        config.routes.ws("/*", socket -> socket.onConnect(opened -> opened.send(WebSocketClient.HELLO)));
        config.routes.error(404, ctx -> ctx.result("sorry"));
    }

    /** What answers later does so in Javalin's way. */
    private void serve(Context ctx) throws Exception {
        JettyServlet.Later later = servlet.later(ctx.path());
        if (later == null) {
            servlet.service(ctx.req(), ctx.res());
        } else {
            later.first().serve(ctx.req(), ctx.res());
            ctx.future(() -> later.answer().thenAccept(ctx::result));
        }
    }

    private void serveSocket(Context ctx) throws Exception {
        servlet.socket(ctx.path()).serve(ctx.req(), ctx.res());
    }
}
