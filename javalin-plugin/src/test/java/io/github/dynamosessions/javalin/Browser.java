package io.github.dynamosessions.javalin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that keeps the session cookie and sends it to any node. */
final class Browser {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private @Nullable String sessionId;

    String get(TestNode node, String path) {
        return send("GET", node.uri(path)).body();
    }

    HttpResponse<String> post(TestNode node, String path) {
        return send("POST", node.uri(path));
    }

    HttpResponse<String> send(String method, URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        if (sessionId != null) {
            request.header("Cookie", "JSESSIONID=" + sessionId);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            setCookies(response).forEach(cookie -> sessionId = cookie.replaceAll("^JSESSIONID=([^;]*).*", "$1"));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> setCookies(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie");
    }

    @Nullable
    String sessionId() {
        return sessionId;
    }

    /** A browser that has this session id, honestly or not. */
    static Browser with(@Nullable String sessionId) {
        Browser browser = new Browser();
        browser.sessionId = sessionId;
        return browser;
    }
}
