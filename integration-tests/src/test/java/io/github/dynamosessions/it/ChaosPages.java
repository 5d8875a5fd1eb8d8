package io.github.dynamosessions.it;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The demo's HTTP contract, as far as chaos uses it, for nodes with any store. */
final class ChaosPages {

    private ChaosPages() {}

    static void addTo(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.routes.get("/api/session", ChaosPages::show);
        config.routes.put("/api/session/attributes/{name}", ChaosPages::setAttribute);
        config.routes.post("/api/login", ChaosPages::login);
        config.routes.post("/api/logout", ChaosPages::logout);
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
