package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Chart;
import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.report.Table;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store against the bare SDK: time and allocation of each call. */
public final class OverheadBenchmark implements Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(OverheadBenchmark.class);
    private static final List<String> OPERATIONS = List.of("load", "update", "create");

    /** In smaller sessions no value reaches the size from which it is compressed. */
    private static final int COMPRESSIBLE_BYTES = 6_000;

    private final JmhSettings settings;
    private final List<Shape> shapes;
    private final List<Integer> sizes;
    private final List<Comparison> comparisons = new ArrayList<>();

    /**
     * A benchmark.
     *
     * @param settings how thoroughly it measures
     * @param shapes kinds of sessions
     * @param sizes sizes of sessions in bytes
     */
    public OverheadBenchmark(JmhSettings settings, List<Shape> shapes, List<Integer> sizes) {
        this.settings = settings;
        this.shapes = List.copyOf(shapes);
        this.sizes = List.copyOf(sizes);
    }

    @Override
    public Section run() throws RunnerException {
        for (Shape shape : shapes) {
            for (int bytes : sizes) {
                measure(shape, bytes, StoreSettings.UNCOMPRESSED);
            }
        }
        for (int bytes :
                sizes.stream().filter(size -> size >= COMPRESSIBLE_BYTES).toList()) {
            measure(Shape.MIXED, bytes, StoreSettings.DEFAULT);
        }
        return Section.of(
                "overhead",
                "Overhead of the store over the bare SDK",
                """
                The same GetItem (load), UpdateItem of one attribute (update) and PutItem (create), with the same bytes, through the
                store and by hand with the same client; by hand, values are serialized by the JDK alone, and what is read goes into a
                map. The bare SDK never compresses; the store does in the last rows, which are its default settings: what that saves
                in units is in the next section. The stub of DynamoDB answers, so nothing runs but this code and the SDK: beside a
                real call of some milliseconds these are microseconds. Both sides take turns of fifty calls in one process, so that
                what else the machine does meets both alike. Each figure is that of the median iteration; CPU is that of the calling
                thread.
                """,
                Map.of("JMH", settings.toString()),
                List.of(table()),
                List.of(chart()));
    }

    /** What the last run found: for each operation the mean and the worst ratio, over all shapes and sizes, without compression. */
    public Map<String, Object> ratios() {
        Map<String, Object> ratios = new TreeMap<>();
        for (String operation : OPERATIONS) {
            List<Cost> costs = comparedLikeForLike().stream()
                    .filter(comparison -> comparison.operation().equals(operation))
                    .map(Comparison::ratio)
                    .toList();
            ratios.put(
                    operation,
                    Map.of(
                            "time",
                                    meanAndWorst(
                                            costs.stream().map(Cost::micros).toList()),
                            "cpu",
                                    meanAndWorst(
                                            costs.stream().map(Cost::cpuMicros).toList()),
                            "allocation",
                                    meanAndWorst(costs.stream().map(Cost::bytes).toList())));
        }
        return ratios;
    }

    private List<Comparison> comparedLikeForLike() {
        return comparisons.stream()
                .filter(comparison -> comparison.settings() == StoreSettings.UNCOMPRESSED)
                .toList();
    }

    private void measure(Shape shape, int bytes, StoreSettings store) throws RunnerException {
        for (String operation : OPERATIONS) {
            Comparison measured = measure(operation, shape, bytes, store);
            LOG.info("{} of {} of {} bytes, {}: {}", operation, shape, bytes, store, measured.ratio());
            comparisons.add(measured);
        }
    }

    private Comparison measure(String operation, Shape shape, int bytes, StoreSettings store) throws RunnerException {
        RunResult run = new Runner(settings.options()
                        .include(StoreOverhead.class.getName() + "\\." + operation + "$")
                        .param("shape", shape.name())
                        .param("bytes", Integer.toString(bytes))
                        .param("settings", store.name())
                        .build())
                .runSingle();
        return new Comparison(
                operation,
                shape,
                bytes,
                store,
                Cost.of(run, "bare", settings.calls()),
                Cost.of(run, "store", settings.calls()));
    }

    private Table table() {
        Table table = Table.titled("");
        for (Comparison comparison : comparisons) {
            Cost ratio = comparison.ratio();
            table.row()
                    .with("values", comparison.shape().name().toLowerCase(Locale.ROOT))
                    .with("session, bytes", comparison.bytes())
                    .with("compressed", comparison.settings() == StoreSettings.DEFAULT ? "yes" : "no")
                    .with("operation", comparison.operation())
                    .with("SDK, µs", comparison.bare().micros(), 1)
                    .with("store, µs", comparison.store().micros(), 1)
                    .with("time ratio", ratio.micros(), 2)
                    .with("CPU ratio", ratio.cpuMicros(), 2)
                    .with("SDK, bytes allocated", comparison.bare().bytes(), 0)
                    .with("store, bytes allocated", comparison.store().bytes(), 0)
                    .with("allocation ratio", ratio.bytes(), 2);
        }
        return table;
    }

    private Chart chart() {
        List<Comparison> shown = comparedLikeForLike();
        List<String> sessions = shown.stream()
                .filter(comparison -> comparison.operation().equals(OPERATIONS.get(0)))
                .map(comparison -> comparison.shape().name().toLowerCase(Locale.ROOT) + " " + comparison.bytes())
                .toList();
        Chart chart = Chart.of(
                "overhead",
                "Time of the store, in times of the bare SDK",
                "session: values, bytes",
                "ratio",
                Chart.Kind.BARS,
                sessions);
        for (String operation : OPERATIONS) {
            chart.with(
                    operation,
                    shown.stream()
                            .filter(comparison -> comparison.operation().equals(operation))
                            .map(comparison -> comparison.ratio().micros())
                            .toList());
        }
        return chart;
    }

    private static Map<String, Double> meanAndWorst(List<Double> ratios) {
        double logarithms = ratios.stream().mapToDouble(Math::log).average().orElse(Double.NaN);
        double worst = ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return Map.of("mean", rounded(Math.exp(logarithms)), "worst", rounded(worst));
    }

    private static double rounded(double ratio) {
        return Math.round(ratio * 100) / 100.0;
    }
}
