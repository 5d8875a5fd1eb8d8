package io.github.dynamosessions.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A client that keeps the session's cookie, and nothing else. */
final class JettyBrowser {

    private static final String SESSION_COOKIE = "JSESSIONID=";

    private final HttpClient client;
    private String cookie = "";

    private JettyBrowser(HttpClient.Version version) {
        client = HttpClient.newBuilder().version(version).build();
    }

    static JettyBrowser http1() {
        return of(HttpClient.Version.HTTP_1_1);
    }

    static JettyBrowser of(HttpClient.Version version) {
        return new JettyBrowser(version);
    }

    /** Another one that has the same cookie. */
    JettyBrowser twin() {
        JettyBrowser twin = new JettyBrowser(client.version());
        twin.cookie = cookie;
        return twin;
    }

    HttpResponse<String> get(JettyNode node, String pathAndQuery) throws IOException, InterruptedException {
        return send(node, pathAndQuery, "GET");
    }

    HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return send(uri, "GET");
    }

    HttpResponse<String> send(JettyNode node, String pathAndQuery, String method, String... headers)
            throws IOException, InterruptedException {
        return send(node.uri(pathAndQuery), method, headers);
    }

    private HttpResponse<String> send(URI uri, String method, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("x".repeat(100_000))
                                : HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        setCookies(response).stream()
                .filter(line -> line.startsWith(SESSION_COOKIE))
                .forEach(line -> cookie = line.split(";", 2)[0]);
        return response;
    }

    /** Returns once the headers of the response are there. */
    void open(JettyNode node, String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.uri(pathAndQuery))
                .header("Cookie", cookie)
                .build();
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Gets a session, with {@code user=ann} in it. */
    String login(JettyNode node) throws IOException, InterruptedException {
        HttpResponse<String> response = get(node, "/set?name=user&value=ann");
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the login was answered " + response.statusCode());
        }
        return id();
    }

    /** Who is logged in, as a node sees it. */
    String user(JettyNode node) throws IOException, InterruptedException {
        HttpResponse<String> response = get(node, "/get?name=user");
        return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
    }

    /** The session id in the cookie, without the name of the node. */
    String id() {
        String value = cookie.substring(SESSION_COOKIE.length());
        int dot = value.lastIndexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    static List<String> setCookies(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie");
    }
}
