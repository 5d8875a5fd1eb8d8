package io.github.dynamosessions.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The page. It brings the session along instead of asking for it, so that a reload is one request: with two, and two
 * nodes, every reload would come from the same one.
 */
final class Page {

    private static final String STATE = "@STATE@";
    private static final String HTML = load();
    private static final String SECURITY_POLICY = "default-src 'none'; script-src " + hashOf("script") + "; style-src "
            + hashOf("style")
            + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String node;

    Page(String node) {
        this.node = node;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/", this::show);
    }

    private void show(Context ctx) throws JsonProcessingException {
        HttpSession session = ctx.req().getSession(false);
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put("node", node);
        state.put("request", ctx.res().getHeader(RequestOperations.HEADER));
        state.put("session", session == null ? null : SessionView.of(session, node));
        // A script element ends at the first </script>, whatever it holds.
        String json = JsonBody.JSON.writeValueAsString(state).replace("<", "\\u003c");
        ctx.header("Content-Security-Policy", SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .html(HTML.replace(STATE, json));
    }

    /** What a browser must find between the tags to run it. */
    private static String hashOf(String element) {
        String start = "<" + element + ">";
        int from = HTML.indexOf(start) + start.length();
        String content = HTML.substring(from, HTML.indexOf("</" + element + ">", from));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String load() {
        try (InputStream page = Page.class.getResourceAsStream("page.html")) {
            return new String(Objects.requireNonNull(page, "page.html").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
