package io.github.dynamosessions.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Speaks the demo's HTTP contract and writes down what was said. Safe for use by several threads. */
final class RecordingClient {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Nodes nodes;
    private final History history;

    RecordingClient(Nodes nodes, History history) {
        this.nodes = nodes;
        this.history = history;
    }

    CompletableFuture<Exchange> create(String session, String attribute, String value, int node) {
        return send(new Intent(session, "", Action.CREATE, attribute, value), node, 0);
    }

    /** @param delayMs between the node's reading of the session and its writing */
    CompletableFuture<Exchange> put(String session, String id, String attribute, String value, int node, int delayMs) {
        return send(new Intent(session, id, Action.PUT, attribute, value), node, delayMs);
    }

    CompletableFuture<Exchange> read(String session, String id, int node) {
        return send(new Intent(session, id, Action.READ, "", ""), node, 0);
    }

    CompletableFuture<Exchange> login(String session, String id, String user, int node) {
        return send(new Intent(session, id, Action.LOGIN, "user", user), node, 0);
    }

    CompletableFuture<Exchange> logout(String session, String id, int node) {
        return send(new Intent(session, id, Action.LOGOUT, "", ""), node, 0);
    }

    private CompletableFuture<Exchange> send(Intent intent, int node, int delayMs) {
        HttpRequest request = intent.request(nodes.uri(node), delayMs);
        long start = history.now();
        return http.sendAsync(request, BodyHandlers.ofString()).handle((response, failure) -> {
            long end = history.now();
            Exchange exchange = failure == null
                    ? answered(intent, node, start, end, response)
                    : intent.exchange(node, start, end, 0, unanswered(failure), "", "", Map.of());
            history.add(exchange);
            return exchange;
        });
    }

    private static Outcome unanswered(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return failure instanceof ConnectException || cause instanceof ConnectException
                ? Outcome.NOT_SENT
                : Outcome.UNANSWERED;
    }

    private static Exchange answered(Intent intent, int node, long start, long end, HttpResponse<String> response) {
        String newId = response.headers()
                .firstValue("Set-Cookie")
                .map(cookie -> cookie.replaceAll(";.*", "").replaceFirst("JSESSIONID=", ""))
                .orElse("");
        int status = response.statusCode();
        Outcome outcome = outcome(intent, status, newId);
        if (intent.action() != Action.READ || outcome != Outcome.DONE) {
            return intent.exchange(node, start, end, status, outcome, newId, "", Map.of());
        }
        try {
            JsonNode view = JSON.readTree(response.body());
            Map<String, String> seen = new TreeMap<>();
            view.path("attributes")
                    .properties()
                    .forEach(each -> seen.put(each.getKey(), each.getValue().asText()));
            return intent.exchange(
                    node, start, end, status, outcome, newId, view.path("id").asText(), seen);
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    /** A write to an id that is not known is done, and answered with the cookie of a session that was created for it. */
    private static Outcome outcome(Intent intent, int status, String newId) {
        boolean sameSession = newId.isEmpty() || newId.equals(intent.id());
        if (status == 503) {
            return sameSession || intent.action() == Action.LOGIN ? Outcome.REFUSED : Outcome.UNEXPECTED;
        }
        return switch (intent.action()) {
            case READ -> {
                if (status == 404) {
                    yield Outcome.NO_SESSION;
                }
                yield status == 200 && sameSession ? Outcome.DONE : Outcome.UNEXPECTED;
            }
            case CREATE, LOGIN -> status == 204 && !newId.isEmpty() ? Outcome.DONE : Outcome.UNEXPECTED;
            case LOGOUT -> status == 204 ? Outcome.DONE : Outcome.UNEXPECTED;
            case PUT -> {
                if (status == 404) {
                    yield Outcome.NO_SESSION;
                }
                if (status != 204) {
                    yield Outcome.UNEXPECTED;
                }
                yield sameSession ? Outcome.DONE : Outcome.NO_SESSION;
            }
        };
    }

    private record Intent(String session, String id, Action action, String attribute, String value) {

        HttpRequest request(URI node, int delayMs) {
            HttpRequest.Builder request = HttpRequest.newBuilder().timeout(PATIENCE);
            if (!id.isEmpty()) {
                request.header("Cookie", "JSESSIONID=" + id);
            }
            request.header("Content-Type", "application/json");
            switch (action) {
                case CREATE, PUT ->
                    request.uri(node.resolve("/api/session/attributes/" + attribute + "?delayMs=" + delayMs))
                            .PUT(BodyPublishers.ofString('"' + value + '"'));
                case READ -> request.uri(node.resolve("/api/session")).GET();
                case LOGIN ->
                    request.uri(node.resolve("/api/login"))
                            .POST(BodyPublishers.ofString("{\"user\":\"" + value + "\"}"));
                case LOGOUT -> request.uri(node.resolve("/api/logout")).POST(BodyPublishers.noBody());
            }
            return request.build();
        }

        Exchange exchange(
                int node,
                long start,
                long end,
                int status,
                Outcome outcome,
                String newId,
                String seenId,
                Map<String, String> seen) {
            return new Exchange(
                    session, id, action, attribute, value, node, start, end, status, outcome, newId, seenId, seen);
        }
    }
}
