package io.github.dynamosessions.benchmarks.big;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
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
    private static final Duration LONG_AGO = Duration.ofMinutes(2);

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
            SessionContent content = SessionContent.withBig(SMALL_BYTES, bytes);
            try (LocalTable dynamoDb = LocalTable.create();
                    JettyNode node = JettyNode.start(
                            new SessionPages(content),
                            DynamoSessionOptions.builder()
                                    .client(dynamoDb.client())
                                    .build())) {
                addRows(table, bytes, dynamoDb, new Visitor(node));
            }
        }
        return Section.of(
                "big",
                "Sessions with a big attribute",
                """
                A session of a few small attributes and one of so many bytes that do not compress. Units are those that DynamoDB
                Local tells. A session that is stored as one item pays for the whole of it at every request, and cannot pass 400 KB.
                """,
                Map.of("small attributes, bytes", Integer.toString(SMALL_BYTES)),
                List.of(table),
                List.of());
    }

    private static void addRows(Table table, int bytes, LocalTable dynamoDb, Visitor visitor) {
        if (!addRow(table, bytes, "create", dynamoDb, visitor, "/create")) {
            return;
        }
        addRow(table, bytes, "read a small attribute", dynamoDb, visitor, "/read");
        addRow(table, bytes, "read the big attribute", dynamoDb, visitor, "/read-big");
        addRow(table, bytes, "change a small attribute", dynamoDb, visitor, "/change");
        dynamoDb.letTimePass(visitor.id(), LONG_AGO);
        addRow(table, bytes, "read, and write that it was used", dynamoDb, visitor, "/read");
        addRow(table, bytes, "log out", dynamoDb, visitor, "/logout");
    }

    private static boolean addRow(
            Table table, int bytes, String request, LocalTable dynamoDb, Visitor visitor, String page) {
        Capacity before = dynamoDb.consumed();
        boolean served = visitor.tries(page);
        Capacity consumed = dynamoDb.consumed().since(before);
        LOG.info("{} bytes, {}: {}", bytes, request, served ? consumed : "refused");
        table.row()
                .with("attribute, bytes", bytes)
                .with("request", served ? request : request + ": refused, 500")
                .with("calls", consumed.callsText())
                .with("read units", consumed.readUnits(), 1)
                .with("write units", consumed.writeUnits(), 1);
        return served;
    }
}
