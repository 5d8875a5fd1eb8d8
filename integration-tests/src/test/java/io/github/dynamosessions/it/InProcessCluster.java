package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes of this process, with any store. */
final class InProcessCluster implements Nodes, AutoCloseable {

    private final List<Javalin> nodes = new ArrayList<>();

    private InProcessCluster() {}

    /** Their calls are not repeated, so that every fault of DynamoDB reaches the store. */
    static InProcessCluster start(int count, StoreUnderTest store, URI dynamoDb, Duration idleTimeout) {
        DynamoSessionOptions.Builder settings =
                DynamoSessionOptions.builder().endpoint(dynamoDb).region("local");
        try (SessionTable table = SessionTable.of(settings.build())) {
            table.createIfMissing();
        }
        DynamoSessionOptions options =
                settings.maxAttempts(1).maxInactiveInterval(idleTimeout).build();
        InProcessCluster cluster = new InProcessCluster();
        try {
            for (int node = 0; node < count; node++) {
                cluster.nodes.add(Javalin.create(config -> {
                            ChaosPages.addTo(config);
                            store.addTo(config, options);
                        })
                        .start("127.0.0.1", 0));
                cluster.serveOnce(node);
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Javalin prepares what all its requests share with the first, and is not made for two that come first. */
    private void serveOnce(int node) {
        RecordingClient client = new RecordingClient(this, new History());
        Exchange creation = client.create("first", "attribute", "1", node).join();
        client.read("first", creation.newId(), node).join();
    }

    @Override
    public int count() {
        return nodes.size();
    }

    @Override
    public URI uri(int node) {
        return URI.create("http://127.0.0.1:" + nodes.get(node).port() + "/");
    }

    @Override
    public void close() {
        nodes.forEach(Javalin::stop);
    }
}
