package io.github.dynamosessions.demo;

import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.json.JavalinJackson;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The session of the client, over HTTP. */
final class SessionApi {

    static final Duration MAX_DELAY = Duration.ofSeconds(60);

    private final String node;
    private final CountDownLatch stopping = new CountDownLatch(1);

    SessionApi(String node) {
        this.node = node;
    }

    void addTo(JavalinConfig config) {
        config.http.maxRequestSize = JsonBody.MAX_BYTES;
        config.jsonMapper(new JavalinJackson(JsonBody.JSON, false));
        config.routes.before("/api/*", ctx -> ctx.header("Cache-Control", "no-store"));
        config.routes.get("/api/session", this::show);
        config.routes.put("/api/session/attributes/{name}", this::setAttribute);
        config.routes.delete("/api/session/attributes/{name}", this::removeAttribute);
        config.routes.post("/api/login", this::login);
        config.routes.post("/api/logout", this::logout);
    }

    /** Answers the requests that wait, at once, and lets no other wait. */
    void endWaiting() {
        stopping.countDown();
    }

    private void show(Context ctx) {
        HttpSession session = ctx.req().getSession(false);
        if (session == null) {
            throw new NotFoundResponse("there is no session");
        }
        ctx.json(SessionView.of(session, node));
    }

    /** Whatever is wrong with the request is found before a session is created for it. */
    private void setAttribute(Context ctx) {
        Duration delay = delay(ctx.queryParam("delayMs"));
        Object value = JsonBody.of(ctx);
        HttpSession session = ctx.req().getSession(true);
        pause(delay);
        session.setAttribute(ctx.pathParam("name"), value);
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private void removeAttribute(Context ctx) {
        HttpSession session = ctx.req().getSession(false);
        if (session != null) {
            session.removeAttribute(ctx.pathParam("name"));
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** The session ID is rotated at a login, so that a cookie that was planted before does not open the session afterwards. */
    private void login(Context ctx) {
        if (!(JsonBody.of(ctx) instanceof Map<?, ?> body)
                || !(body.get("user") instanceof String user)
                || user.isBlank()) {
            throw new BadRequestResponse("the body must be like {\"user\":\"ada\"}, with a string that is not blank");
        }
        if (ctx.req().getSession(false) != null) {
            ctx.req().changeSessionId();
        }
        ctx.req().getSession(true).setAttribute("user", user);
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private void logout(Context ctx) {
        HttpSession session = ctx.req().getSession(false);
        if (session != null) {
            session.invalidate();
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private static Duration delay(@Nullable String millis) {
        if (millis == null) {
            return Duration.ZERO;
        }
        if (!millis.matches("[0-9]{1,9}") || Long.parseLong(millis) > MAX_DELAY.toMillis()) {
            throw new BadRequestResponse(
                    "delayMs must be a whole number from 0 to " + MAX_DELAY.toMillis() + ", was '" + millis + "'");
        }
        return Duration.ofMillis(Long.parseLong(millis));
    }

    private void pause(Duration delay) {
        try {
            if (!delay.isZero() && stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ServiceUnavailableResponse(node + " is stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableResponse(node + " is stopping");
        }
    }
}
