package io.github.dynamosessions.javalin;

import io.github.dynamosessions.DynamoSessionOptions;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.function.Consumer;

/** One node of a small application; several of them on one table are a cluster. */
final class TestNode implements AutoCloseable {

    private final Javalin app;
    private final String contextPath;

    TestNode(DynamoSessionOptions options) {
        this(options, config -> {});
    }

    TestNode(DynamoSessionOptions options, Consumer<JavalinConfig> more) {
        app = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.registerPlugin(new DynamoSessionPlugin(options));
            config.routes.get("/nothing", context -> context.result("no session used"));
            config.routes.get("/get/{name}", TestNode::get);
            config.routes.get(
                    "/new",
                    context -> context.result(String.valueOf(session(context).isNew())));
            config.routes.post("/set/{name}/{value}", TestNode::set);
            config.routes.post(
                    "/remove/{name}", context -> session(context).removeAttribute(context.pathParam("name")));
            config.routes.post("/login", context -> {
                session(context);
                context.req().changeSessionId();
                session(context).setAttribute("user", "ada");
            });
            config.routes.post("/logout", context -> session(context).invalidate());
            config.routes.post("/timeout/{seconds}", context -> session(context)
                    .setMaxInactiveInterval(Integer.parseInt(context.pathParam("seconds"))));
            config.routes.get(
                    "/timeout", context -> context.result(session(context).getMaxInactiveInterval() + ""));
            config.routes.ws("/ws", ws -> {
                ws.onConnect(context -> context.send("user " + context.sessionAttribute("user")));
                ws.onMessage(context -> context.send(context.message()));
            });
            more.accept(config);
        });
        app.start(0);
        contextPath = app.unsafe.router.contextPath;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + app.port() + contextPath.replaceAll("/$", "") + path);
    }

    @Override
    public void close() {
        app.stop();
    }

    private static void get(Context context) {
        HttpSession session = context.req().getSession(false);
        Object value = session == null ? "no session" : session.getAttribute(context.pathParam("name"));
        context.result(String.valueOf(value));
    }

    private static void set(Context context) {
        session(context).setAttribute(context.pathParam("name"), context.pathParam("value"));
        context.result("set");
    }

    private static HttpSession session(Context context) {
        return context.req().getSession();
    }
}
