package io.github.dynamosessions.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** As much of an OpenID provider as a server asks for behind the back of the user, who is {@code ann}. */
final class IdentityProvider implements AutoCloseable {

    static final String CLIENT = "shop";

    private final HttpServer server;

    IdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token"}
                """.formatted(issuer())));
        server.createContext("/token", exchange -> answer(exchange, """
                {"access_token": "a", "token_type": "Bearer", "id_token": "%s"}
                """.formatted(idToken())));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String idToken() {
        String claims = """
                {"iss": "%s", "sub": "ann", "aud": "%s", "exp": %d, "groups": ["a"], "verified": true}
                """.formatted(issuer(), CLIENT, Instant.now().getEpochSecond() + 3_600);
        return base64("{\"alg\": \"none\"}") + "." + base64(claims) + "." + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
