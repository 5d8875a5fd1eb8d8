package io.github.dynamosessions.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A client that keeps the session's cookie, and nothing else. */
final class JettyBrowser {

    /** A cookie as the session ID manager makes them, of no session. */
    static final String FORGED = "forgedforgedforg.forged~forgedforgedforgedforg";

    private static final String SESSION_COOKIE = "JSESSIONID=";

    /** A server that stops may leave a connection open that it has not looked at yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    /** Sends this as the session's cookie from now on. */
    void forge(String cookieValue) {
        cookie = SESSION_COOKIE + cookieValue;
    }

    /** Another one that has the same cookie. */
    JettyBrowser twin() {
        JettyBrowser twin = new JettyBrowser(client.version());
        twin.cookie = cookie;
        return twin;
    }

    HttpResponse<String> get(PageNode node, String pathAndQuery) throws IOException, InterruptedException {
        return send(node, pathAndQuery, "GET");
    }

    /** On a thread of its own. */
    CompletableFuture<HttpResponse<String>> getLater(PageNode node, String pathAndQuery) {
        return getLater(node.uri(pathAndQuery));
    }

    CompletableFuture<HttpResponse<String>> getLater(URI uri) {
        Supplier<HttpResponse<String>> request = () -> {
            try {
                return get(uri);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        return CompletableFuture.supplyAsync(request, work -> new Thread(work, "browser").start());
    }

    /** Over the same connection. */
    void getWithoutCookie(PageNode node, String pathAndQuery) throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(node.uri(pathAndQuery)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return send(uri, "GET");
    }

    HttpResponse<String> send(PageNode node, String pathAndQuery, String method, String... headers)
            throws IOException, InterruptedException {
        return send(node.uri(pathAndQuery), method, headers);
    }

    private HttpResponse<String> send(URI uri, String method, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).method(method, HttpRequest.BodyPublishers.noBody());
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
    void open(PageNode node, String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.uri(pathAndQuery))
                .header("Cookie", cookie)
                .build();
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Gets a session, with {@code user=ann} in it. */
    String login(PageNode node) throws IOException, InterruptedException {
        HttpResponse<String> response = get(node, "/set?name=user&value=ann");
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the login was answered " + response.statusCode());
        }
        return id();
    }

    /** Who is logged in, as a node sees it. */
    String user(PageNode node) throws IOException, InterruptedException {
        HttpResponse<String> response = get(node, "/get?name=user");
        return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
    }

    boolean hasCookie() {
        return !cookie.isEmpty();
    }

    /** The value of the session's cookie. */
    String cookieValue() {
        return cookie.substring(SESSION_COOKIE.length());
    }

    /** The public ID in the cookie, which opens nothing. */
    String id() {
        return cookieValue().split("~", 2)[0];
    }

    static List<String> setCookies(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie");
    }
}
