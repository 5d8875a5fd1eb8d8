package io.github.dynamosessions.benchmarks.big;

import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.node.Visitor;
import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.report.Table;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What requests of a session with one big attribute consume. */
public final class BigSessionsBenchmark implements Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(BigSessionsBenchmark.class);
    private static final int SMALL_BYTES = 300;
    private static final Duration LONG_AGO = Duration.ofMinutes(4);

    private final List<Integer> sizes;

    /**
     * A benchmark.
     *
     * @param sizes sizes of the big attribute in bytes
     */
    public BigSessionsBenchmark(List<Integer> sizes) {
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public Section run() throws Exception {
        Table table = Table.titled("One request each");
        for (int bytes : sizes) {
            if (bytes <= StoreSettings.LARGEST_INLINE_BYTES) {
                addRows(table, bytes, StoreSettings.ONE_ITEM, "in the session's item");
            } else {
                addImpossible(table, bytes);
            }
            addRows(table, bytes, StoreSettings.DEFAULT, "in items of its own");
        }
        return Section.of(
                "big",
                "Sessions with a big attribute",
                """
                A session of a few small attributes and one of so many bytes that do not compress. By default an attribute above 8 KB
                lies in items of its own, and is read when the application asks for it. In the session's item, every request pays for
                the whole of it, and DynamoDB takes no item above 400 KB. Units are those that the embedded engine tells.
                """,
                Map.of("small attributes, bytes", Integer.toString(SMALL_BYTES)),
                List.of(table),
                List.of());
    }

    private static void addRows(Table table, int bytes, StoreSettings settings, String where) throws Exception {
        SessionContent content = SessionContent.withBig(SMALL_BYTES, bytes);
        try (LocalTable dynamoDb = LocalTable.create();
                JettyNode node = JettyNode.start(
                        new SessionPages(content),
                        settings.options(dynamoDb.client()).build())) {
            Visitor visitor = new Visitor(node);
            addRow(table, bytes, where, "create", dynamoDb, visitor, "/create");
            addRow(table, bytes, where, "read a small attribute", dynamoDb, visitor, "/read");
            addRow(table, bytes, where, "read the big attribute", dynamoDb, visitor, "/read-big");
            addRow(table, bytes, where, "change a small attribute", dynamoDb, visitor, "/change");
            dynamoDb.letTimePass(visitor.selector(), LONG_AGO);
            addRow(table, bytes, where, "read, and write that it was used", dynamoDb, visitor, "/read");
            addRow(table, bytes, where, "log out", dynamoDb, visitor, "/logout");
        }
    }

    private static void addImpossible(Table table, int bytes) {
        table.row()
                .with("attribute, bytes", bytes)
                .with("it lies", "in the session's item")
                .with("request", "refused by DynamoDB")
                .with("calls", "")
                .with("read units", "")
                .with("write units", "");
    }

    private static void addRow(
            Table table, int bytes, String where, String request, LocalTable dynamoDb, Visitor visitor, String page) {
        Capacity before = dynamoDb.consumed();
        visitor.visit(page);
        Capacity consumed = dynamoDb.consumed().since(before);
        LOG.info("{} bytes {}, {}: {}", bytes, where, request, consumed);
        table.row()
                .with("attribute, bytes", bytes)
                .with("it lies", where)
                .with("request", request)
                .with("calls", consumed.callsText())
                .with("read units", consumed.readUnits(), 1)
                .with("write units", consumed.writeUnits(), 1);
    }
}
