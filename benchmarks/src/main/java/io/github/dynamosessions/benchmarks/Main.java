package io.github.dynamosessions.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dynamosessions.benchmarks.BenchmarkOptions.Name;
import io.github.dynamosessions.benchmarks.big.BigSessionsBenchmark;
import io.github.dynamosessions.benchmarks.calls.CallsBenchmark;
import io.github.dynamosessions.benchmarks.growth.GrowthBenchmark;
import io.github.dynamosessions.benchmarks.http.HttpBenchmark;
import io.github.dynamosessions.benchmarks.http.HttpSettings;
import io.github.dynamosessions.benchmarks.overhead.JmhSettings;
import io.github.dynamosessions.benchmarks.overhead.OverheadBenchmark;
import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Report;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** What {@code java -jar benchmarks.jar} runs. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final List<Integer> SIZES = List.of(300, 2_000, 6_000, 50_000);

    private Main() {}

    /**
     * Runs the benchmarks that are named.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        BenchmarkOptions options = new BenchmarkOptions();
        CommandLine commandLine = new CommandLine(options)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> run(parsed.commandSpec().commandLine(), options));
        System.exit(commandLine.execute(args)); // whatever threads are left
    }

    private static int run(CommandLine commandLine, BenchmarkOptions options) {
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(commandLine.getOut());
            return 0;
        }
        try {
            run(options);
            return 0;
        } catch (Exception e) {
            LOG.error("failed", e);
            return 1;
        }
    }

    private static void run(BenchmarkOptions options) throws Exception {
        Report report = new Report(
                options.output(), Name.each().stream().map(Name::toString).toList());
        String lastLine = "";
        for (Name name : options.names()) {
            LOG.info("{} begins", name);
            Benchmark benchmark = benchmark(name, options);
            report.add(benchmark.run());
            if (benchmark instanceof OverheadBenchmark overhead) {
                lastLine = json(overhead);
            }
        }
        LOG.info("the report is in {}", options.output().toAbsolutePath());
        if (!lastLine.isEmpty()) {
            System.out.println(lastLine);
        }
    }

    private static Benchmark benchmark(Name name, BenchmarkOptions options) {
        boolean quick = options.quick();
        return switch (name) {
            case OVERHEAD ->
                new OverheadBenchmark(
                        quick ? JmhSettings.QUICK : JmhSettings.THOROUGH,
                        quick ? List.of(Shape.MIXED) : List.of(Shape.values()),
                        SIZES);
            case CALLS ->
                new CallsBenchmark(
                        quick ? 400 : 4_000,
                        options.seed(),
                        options.pause(),
                        options.prices(),
                        List.of(1_000, 6_000, 50_000));
            case HTTP -> new HttpBenchmark(quick ? HttpSettings.QUICK : HttpSettings.THOROUGH);
            case GROWTH ->
                quick
                        ? new GrowthBenchmark(List.of(100, 1_000), List.of(5_000, 50_000))
                        : new GrowthBenchmark(List.of(1_000, 10_000, 100_000), List.of(10_000, 100_000, 1_000_000));
            case BIG -> new BigSessionsBenchmark(List.of(100_000, 1_000_000, 2_500_000));
            case ALL -> throw new IllegalArgumentException("'all' is each of " + Name.each());
        };
    }

    private static String json(OverheadBenchmark overhead) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(overhead.ratios());
    }
}
