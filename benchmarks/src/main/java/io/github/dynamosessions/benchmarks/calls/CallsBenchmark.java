package io.github.dynamosessions.benchmarks.calls;

import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.dynamo.Prices;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Chart;
import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.report.Table;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls, units and money of a million requests: our store, and one that saves whole items. */
public final class CallsBenchmark implements Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(CallsBenchmark.class);
    private static final double MILLION = 1e6;
    private static final Duration TOUCH_INTERVAL = JettyNode.IDLE_TIMEOUT.dividedBy(10); // the default

    private final int requests;
    private final long seed;
    private final Duration pause;
    private final Prices prices;
    private final List<Integer> sizes;

    /**
     * A benchmark.
     *
     * @param requests how many are made for each store and size, and extrapolated
     * @param seed of the choice of requests
     * @param pause between two requests of one visitor
     * @param prices of the units
     * @param sizes sizes of sessions in bytes
     */
    public CallsBenchmark(int requests, long seed, Duration pause, Prices prices, List<Integer> sizes) {
        this.requests = requests;
        this.seed = seed;
        this.pause = pause;
        this.prices = prices;
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public Section run() throws Exception {
        Table table = Table.titled("A million requests");
        List<Double> ours = new ArrayList<>();
        List<Double> uncompressed = new ArrayList<>();
        List<Double> wholeItem = new ArrayList<>();
        for (int bytes : sizes) {
            ours.add(addRow(table, bytes, StoreSettings.DEFAULT.title(), ours(bytes, StoreSettings.DEFAULT)));
            uncompressed.add(
                    addRow(table, bytes, StoreSettings.UNCOMPRESSED.title(), ours(bytes, StoreSettings.UNCOMPRESSED)));
            wholeItem.add(addRow(table, bytes, "whole items", wholeItems(bytes)));
        }
        Chart chart = Chart.of(
                        "calls",
                        "A million requests",
                        "size of the session, bytes",
                        "dollars, on demand",
                        Chart.Kind.BARS,
                        sizes)
                .with(StoreSettings.DEFAULT.title(), ours)
                .with(StoreSettings.UNCOMPRESSED.title(), uncompressed)
                .with("whole items", wholeItem);
        return Section.of("calls", "Calls, units and money", """
                90 % of the requests read their session, 9 % change an attribute of it, and a quarter of a percent each creates a
                session, rotates its ID, logs in (rotates the ID and sets an attribute), and logs out. A Jetty server serves them;
                the embedded engine counts calls and units by DynamoDB's rules, writes to the index included. Requests that do not use
                their session make no call and are not in the mix. "Whole items" is a straightforward port of Jetty's own database stores, written for this
                comparison: one item a session, all attributes in one field, put as a whole at commit and at release whenever Jetty
                asks for it. Sizes are those of names and values before compression. The stored times are set back between requests,
                so that the access times that this library writes once per touch interval are counted. The calls are the same for the
                same seed; write units differ with the time of day, by a third at most, which decides when a session moves to the next
                bucket of the expiry index. Storage, backups and data transfer are not included.
                """, parameters(), List.of(table), List.of(chart));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("requests made for each row", Integer.toString(requests));
        parameters.put("seed", Long.toString(seed));
        parameters.put("between two requests of a visitor", pause.toString());
        parameters.put("touchInterval", TOUCH_INTERVAL.toString());
        parameters.put("values of the session", "half text and numbers, half a Java object");
        parameters.put("dollars for a million write units", Double.toString(prices.writeDollars()));
        parameters.put("dollars for a million read units", Double.toString(prices.readDollars()));
        return parameters;
    }

    private Capacity ours(int bytes, StoreSettings settings) throws Exception {
        try (LocalTable table = LocalTable.create();
                JettyNode node = JettyNode.start(
                        pages(bytes), settings.options(table.client()).build())) {
            return consumed(table, node, table::letTimePass);
        }
    }

    private Capacity wholeItems(int bytes) throws Exception {
        try (LocalTable table = LocalTable.create();
                JettyNode node = JettyNode.start(
                        pages(bytes),
                        new WholeItemSessionDataStore(table.client()),
                        WholeItemSessionDataStore.caches())) {
            return consumed(table, node, (id, time) -> {}); // it writes at every request anyway
        }
    }

    private Capacity consumed(LocalTable table, JettyNode node, BiConsumer<String, Duration> letTimePass) {
        MixedRequests mix = new MixedRequests(node, seed, pause, TOUCH_INTERVAL, letTimePass);
        mix.begin();
        Capacity before = table.consumed();
        mix.run(requests);
        node.close(); // what follows a response belongs to its request
        return table.consumed().since(before);
    }

    private double addRow(Table table, int bytes, String store, Capacity consumed) {
        double factor = MILLION / requests;
        double dollars = prices.dollars(consumed.readUnits() * factor, consumed.writeUnits() * factor);
        LOG.info("sessions of {} bytes, {}: {} for {} requests", bytes, store, consumed, requests);
        table.row()
                .with("session, bytes", bytes)
                .with("store", store)
                .with("calls", consumed.totalCalls() * factor, 0)
                .with("read units", consumed.readUnits() * factor, 0)
                .with("write units", consumed.writeUnits() * factor, 0)
                .with("dollars", dollars, 2)
                .with("calls made", consumed.callsText());
        return dollars;
    }

    private static SessionPages pages(int bytes) {
        return new SessionPages(SessionContent.of(Shape.MIXED, bytes));
    }
}
