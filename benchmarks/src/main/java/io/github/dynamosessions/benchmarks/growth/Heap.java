package io.github.dynamosessions.benchmarks.growth;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.Visitor;
import io.github.dynamosessions.benchmarks.report.Table;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Heap of a node, by how many distinct sessions it has served. */
final class Heap {

    private static final Logger LOG = LoggerFactory.getLogger(Heap.class);
    private static final int SESSION_BYTES = 1_000;
    private static final int WARM_UP = 2_000;
    private static final double MEGABYTE = 1_048_576;

    private final SessionPages pages = new SessionPages(SessionContent.of(Shape.MIXED, SESSION_BYTES));
    private final List<Integer> counts;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> inMemory = new ArrayList<>();

    Heap(List<Integer> counts) {
        this.counts = counts;
    }

    List<Double> ours() {
        return ours;
    }

    List<Double> inMemory() {
        return inMemory;
    }

    void measure(Table table) throws Exception {
        CannedDynamoDb canned = new CannedDynamoDb();
        try (DynamoDbClient client = canned.newClient();
                JettyNode node = JettyNode.start(
                        pages, DynamoSessionOptions.builder().client(client).build())) {
            canned.learnNextItem();
            Visitor first = new Visitor(node);
            first.visit("/create");
            serve(ours, i -> new Visitor(node, CannedDynamoDb.cookieLike(first.cookie(), i)).visit("/read"));
        }
        try (JettyNode node = JettyNode.start(pages, new NullSessionDataStore(), DefaultSessionCache::new)) {
            serve(inMemory, i -> new Visitor(node).visit("/create"));
        }
        for (int i = 0; i < counts.size(); i++) {
            table.row()
                    .with("distinct sessions", counts.get(i))
                    .with("this library, MB", ours.get(i), 1)
                    .with("Jetty's sessions in memory, MB", inMemory.get(i), 1);
        }
    }

    private void serve(List<Double> usedMegabytes, IntConsumer request) {
        int served = 0;
        for (; served < WARM_UP; served++) {
            request.accept(served);
        }
        for (int count : counts) {
            for (; served < count; served++) {
                request.accept(served);
            }
            double megabytes = usedAfterCollection() / MEGABYTE;
            LOG.info("{} distinct sessions: {} MB in use", count, megabytes);
            usedMegabytes.add(megabytes);
        }
    }

    /** Twice, so that what finalizers and references held goes too. */
    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
