package io.github.dynamosessions.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A user of the demo's HTTP contract, who keeps the session cookie and sends it to any node. */
final class DemoClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private String cookie;

    DemoClient() {
        this("");
    }

    DemoClient(String cookie) {
        this.cookie = cookie;
    }

    HttpResponse<String> session(DemoProcess node) {
        return send(node, "GET", "/api/session", "");
    }

    JsonNode attributes(DemoProcess node) {
        return json(session(node)).path("attributes");
    }

    HttpResponse<String> put(DemoProcess node, String attribute, String json) {
        return send(node, "PUT", "/api/session/attributes/" + attribute, json);
    }

    HttpResponse<String> login(DemoProcess node, String user) {
        return send(node, "POST", "/api/login", "{\"user\":\"" + user + "\"}");
    }

    HttpResponse<String> logout(DemoProcess node) {
        return send(node, "POST", "/api/logout", "");
    }

    JsonNode operations(DemoProcess node) {
        return json(send(node, "GET", "/api/operations", ""));
    }

    /** Headers are names and values in turn. */
    HttpResponse<String> send(DemoProcess node, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.replaceAll(";.*", ""));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As sent: {@code JSESSIONID=…}. */
    String cookie() {
        return cookie;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.statusCode() + ": " + response.body(), e);
        }
    }
}
