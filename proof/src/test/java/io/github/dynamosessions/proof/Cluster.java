package io.github.dynamosessions.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.embedded.Answer;
import io.github.dynamosessions.embedded.DynamoDbEngine;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Nodes with one table: one for each request of a run, and one that looks at what the run has left. To be used by one run at a
 * time, each of which begins with the same session.
 */
final class Cluster implements AutoCloseable {

    private static final int MOST_REQUESTS = 3;
    private static final String TABLE = "sessions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DynamoDbEngine database = new DynamoDbEngine();
    private final ConditionsHttpClient engine = new ConditionsHttpClient(database.httpClient());
    private final DynamoDbClient client = newClient(new ScheduledHttpClient(engine));
    private final List<Node> nodes = new ArrayList<>();
    private final Node observer;
    private final String cookie;
    private final JsonNode initialItems;
    private final ExecutorService clients = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proof-client");
        thread.setDaemon(true);
        return thread;
    });

    private Cluster() throws Exception {
        SessionTable.of(options().build()).createIfMissing();
        for (int i = 0; i < MOST_REQUESTS; i++) {
            nodes.add(Node.start(options()));
        }
        observer = Node.start(options());
        cookie = observer.get("/create", "", null).cookie();
        initialItems = items();
    }

    static Cluster start() throws Exception {
        return new Cluster();
    }

    /** One retry at once, as often as there is a reason for it. */
    private static DynamoDbClient newClient(SdkHttpClient http) {
        return DynamoDbClient.builder()
                .httpClient(http)
                .endpointOverride(URI.create("http://in-process"))
                .region(Region.of("local"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(settings -> settings.retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(2)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .circuitBreakerEnabled(false)
                        .build()))
                .build();
    }

    private DynamoSessionOptions.Builder options() {
        return DynamoSessionOptions.builder()
                .client(client)
                .tableName(TABLE)
                .largeAttributeThreshold(Values.LARGE_BYTES)
                .allowedClasses("none.*");
    }

    ConditionsHttpClient engine() {
        return engine;
    }

    /** The cookie of the session that each run begins with. */
    String cookie() {
        return cookie;
    }

    /** The node of a request, numbered from 1. */
    Node node(int request) {
        return nodes.get(request - 1);
    }

    Node observer() {
        return observer;
    }

    ExecutorService clients() {
        return clients;
    }

    /** All notifications of ends since the last call, as {@link Node#takeDestroyed}. */
    List<Integer> takeDestroyed() {
        List<Integer> all = new ArrayList<>(observer.takeDestroyed());
        nodes.forEach(node -> all.addAll(node.takeDestroyed()));
        return all;
    }

    /** Makes the table what it was at first. */
    void reset() throws IOException {
        for (JsonNode item : items()) {
            execute("DeleteItem", Map.of("TableName", TABLE, "Key", Map.of("sessionId", item.get("sessionId"))));
        }
        for (JsonNode item : initialItems) {
            execute("PutItem", Map.of("TableName", TABLE, "Item", item));
        }
        takeDestroyed();
    }

    /** The times of the session as it is stored; null if there is none. */
    History.@Nullable Stored stored() throws IOException {
        for (JsonNode item : items()) {
            if (item.has("expiry")) {
                return new History.Stored(number(item, "expiry"), number(item, "maxInactive"));
            }
        }
        return null;
    }

    /** The names of what there is in place of a session that has ended; empty if there is none. */
    Set<String> ended() throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode item : items()) {
            if (item.has("ended")) {
                item.fieldNames().forEachRemaining(names::add);
            }
        }
        return names;
    }

    private static long number(JsonNode item, String name) {
        return item.path(name).path("N").asLong();
    }

    private JsonNode items() throws IOException {
        return execute("Scan", Map.of("TableName", TABLE)).get("Items");
    }

    private JsonNode execute(String operation, Map<String, ?> request) throws IOException {
        Answer answer = database.execute(operation, JSON.writeValueAsBytes(request));
        if (answer.status() != 200) {
            throw new IllegalStateException(operation + ": " + answer.text());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        observer.close();
        nodes.forEach(Node::close);
        clients.shutdownNow();
        client.close();
    }
}
