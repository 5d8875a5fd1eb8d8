package io.github.dynamosessions.it;

import static java.util.stream.Collectors.toMap;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two nodes, each a process of its own, on one table, and between both and DynamoDB a proxy that makes it fail. */
final class Cluster implements AutoCloseable {

    private static final String TABLE = "sessions";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final DynamoDbEmbedded dynamoDb;
    private final FaultProxy proxy;
    private final DemoProcess one;
    private final DemoProcess two;

    private Cluster(String... flags) {
        try {
            dynamoDb = started(DynamoDbEmbedded.start());
            storedTables(); // its first call takes longer than nodes wait for an answer
            proxy = started(FaultProxy.inFrontOf(dynamoDb.endpoint()));
            one = started(DemoProcess.node("one", proxy.endpoint(), flags));
            two = started(DemoProcess.node("two", proxy.endpoint(), flags));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static Cluster start(String... flags) {
        return new Cluster(flags);
    }

    FaultProxy proxy() {
        return proxy;
    }

    DemoProcess one() {
        return one;
    }

    DemoProcess two() {
        return two;
    }

    List<DemoProcess> nodes() {
        return List.of(one, two);
    }

    /** One after the other. */
    DemoProcess node(int number) {
        return number % 2 == 0 ? one : two;
    }

    /** What GET answers with this cookie, by node: the status. */
    Map<String, Integer> statuses(String cookie) {
        return nodes().stream().collect(toMap(node -> node == one ? "one" : "two", node -> new DemoClient(cookie)
                .session(node)
                .statusCode()));
    }

    /** Whether a node serves the session of this cookie. */
    boolean isLive(String cookie) {
        return statuses(cookie).containsValue(200);
    }

    /** Items that are sessions, read past the proxy. A tombstone is none. */
    List<Map<String, AttributeValue>> storedSessions() {
        try (DynamoDbClient client = dynamoDb.newClient()) {
            return client.scanPaginator(request -> request.tableName(TABLE)).items().stream()
                    .filter(item -> !item.containsKey("ended"))
                    .toList();
        }
    }

    /** Lets all stored sessions end at a time, in epoch milliseconds. */
    void expireAllAt(long expiryMs) {
        try (DynamoDbClient client = dynamoDb.newClient()) {
            storedSessions().forEach(item -> StoredTimes.set(client, TABLE, item.get("sessionId"), expiryMs, expiryMs));
        }
    }

    private List<String> storedTables() {
        try (DynamoDbClient client = dynamoDb.newClient()) {
            return client.listTables().tableNames();
        }
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }
}
