package io.github.dynamosessions.benchmarks.growth;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.report.Table;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls and units of a turn of the scavenger, by what the table holds and what of it has expired. */
final class Scavenging {

    private static final Logger LOG = LoggerFactory.getLogger(Scavenging.class);
    private static final int ALWAYS_EXPIRED = 10;
    private static final int ONE_PERCENT = 100;

    private final List<Integer> totals;

    Scavenging(List<Integer> totals) {
        this.totals = totals;
    }

    void measure(Table table) throws Exception {
        try (LocalTable dynamoDb = LocalTable.create()) {
            DynamoSessionOptions options =
                    DynamoSessionOptions.builder().client(dynamoDb.client()).build();
            DynamoSessionDataStore store = new DynamoSessionDataStore(options);
            store.setGracePeriodSec(0);
            SessionPages pages = new SessionPages(SessionContent.of(Shape.SCALARS, 300));
            try (JettyNode node = JettyNode.start(pages, store, new DynamoSessionCacheFactory(options))) {
                node.scavenge(); // the first turn also looks for sessions of contexts that are no more
                StoredSessions sessions = new StoredSessions(store);
                for (int total : totals) {
                    sessions.fillUpTo(total);
                    for (int expired : new TreeSet<>(List.of(0, ALWAYS_EXPIRED, total / ONE_PERCENT))) {
                        sessions.addExpired(expired);
                        addRow(table, total, expired, dynamoDb, node);
                    }
                }
            }
        }
    }

    private static void addRow(Table table, int total, int expired, LocalTable dynamoDb, JettyNode node)
            throws Exception {
        Capacity before = dynamoDb.consumed();
        node.scavenge();
        Capacity consumed = dynamoDb.consumed().since(before);
        LOG.info("{} of {} sessions expired: {}", expired, total, consumed);
        table.row()
                .with("sessions", total)
                .with("expired", expired)
                .with("calls", consumed.totalCalls())
                .with("read units", consumed.readUnits(), 1)
                .with("write units", consumed.writeUnits(), 1)
                .with("calls made", consumed.callsText());
    }
}
