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
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
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
