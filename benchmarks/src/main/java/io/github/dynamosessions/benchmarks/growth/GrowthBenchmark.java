package io.github.dynamosessions.benchmarks.growth;

import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Chart;
import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.report.Table;
import java.util.List;
import java.util.Map;

/** What grows with the number of sessions, and what does not. */
public final class GrowthBenchmark implements Benchmark {

    private final List<Integer> stored;
    private final List<Integer> seen;

    /**
     * A benchmark.
     *
     * @param stored numbers of sessions in the table, each larger than the one before
     * @param seen numbers of distinct sessions that one node serves, likewise
     */
    public GrowthBenchmark(List<Integer> stored, List<Integer> seen) {
        this.stored = List.copyOf(stored);
        this.seen = List.copyOf(seen);
    }

    @Override
    public Section run() throws Exception {
        Table scavenging = Table.titled("One turn of the scavenger");
        new Scavenging(stored).measure(scavenging);
        Table heap = Table.titled("Heap in use after a full collection");
        Heap measured = new Heap(seen);
        measured.measure(heap);
        Chart chart = Chart.of(
                        "heap",
                        "Heap of a node that serves so many sessions",
                        "distinct sessions",
                        "MB in use",
                        Chart.Kind.LOG_LINES,
                        seen)
                .with("this library", measured.ours())
                .with("Jetty's sessions in memory", measured.inMemory());
        return Section.of("growth", "Growth", """
                The scavenger finds expired sessions through the index; it reads and ends each with one GetItem and one UpdateItem. What
                it consumes depends on the number of sessions that have expired, not on the size of the table: compare the rows with 10
                expired ones. Each of its 8 queries costs half a unit, also if it finds nothing.

                The heap is that of a node that has served requests with so many different cookies, one each, with the stub of DynamoDB;
                the other column is that of Jetty's own sessions in memory.
                """, Map.of(), List.of(scavenging, heap), List.of(chart));
    }
}
