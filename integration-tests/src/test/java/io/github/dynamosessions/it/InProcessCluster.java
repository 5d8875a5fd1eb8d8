package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Nodes of this process that serve the demo's HTTP contract, as far as chaos uses it, with any store. */
final class InProcessCluster implements Nodes, AutoCloseable {

    private final List<Javalin> nodes = new ArrayList<>();

    private InProcessCluster() {}

    /** Their calls are not repeated, so that every fault of DynamoDB reaches the store. */
    static InProcessCluster start(int count, StoreUnderTest store, URI dynamoDb, Duration idleTimeout) {
        DynamoSessionOptions.Builder settings =
                DynamoSessionOptions.builder().endpoint(dynamoDb).region("local");
        try (SessionTable table = SessionTable.of(settings.build())) {
            table.createIfMissing();
        }
        DynamoSessionOptions options =
                settings.maxAttempts(1).maxInactiveInterval(idleTimeout).build();
        InProcessCluster cluster = new InProcessCluster();
        try {
            for (int node = 0; node < count; node++) {
                cluster.nodes.add(Javalin.create(config -> configure(config, store, options))
                        .start("127.0.0.1", 0));
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    @Override
    public int count() {
        return nodes.size();
    }

    @Override
    public URI uri(int node) {
        return URI.create("http://127.0.0.1:" + nodes.get(node).port() + "/");
    }

    @Override
    public void close() {
        nodes.forEach(Javalin::stop);
    }

    private static void configure(JavalinConfig config, StoreUnderTest store, DynamoSessionOptions options) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        store.addTo(config, options);
        config.routes.get("/api/session", InProcessCluster::show);
        config.routes.put("/api/session/attributes/{name}", InProcessCluster::setAttribute);
        config.routes.post("/api/login", InProcessCluster::login);
        config.routes.post("/api/logout", InProcessCluster::logout);
    }

    private static void show(Context ctx) {
        HttpSession session = ctx.req().getSession(false);
        if (session == null) {
            ctx.status(HttpStatus.NOT_FOUND);
            return;
        }
        Map<String, Object> attributes = new TreeMap<>();
        for (String name : Collections.list(session.getAttributeNames())) {
            attributes.put(name, session.getAttribute(name));
        }
        ctx.json(Map.of("id", session.getId(), "attributes", attributes));
    }

    private static void setAttribute(Context ctx) throws InterruptedException {
        HttpSession session = ctx.req().getSession(true);
        TimeUnit.MILLISECONDS.sleep(Long.parseLong(ctx.queryParam("delayMs")));
        session.setAttribute(ctx.pathParam("name"), ctx.bodyAsClass(String.class));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private static void login(Context ctx) {
        Object user = ctx.bodyAsClass(Map.class).get("user");
        if (ctx.req().getSession(false) != null) {
            ctx.req().changeSessionId();
        }
        ctx.req().getSession(true).setAttribute("user", user);
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private static void logout(Context ctx) {
        HttpSession session = ctx.req().getSession(false);
        if (session != null) {
            session.invalidate();
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }
}
