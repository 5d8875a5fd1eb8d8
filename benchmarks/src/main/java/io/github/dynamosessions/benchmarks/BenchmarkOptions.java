package io.github.dynamosessions.benchmarks;

import io.github.dynamosessions.benchmarks.dynamo.Prices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line. */
@Command(
        name = "java -jar benchmarks.jar",
        description = "Measures what sessions in DynamoDB cost, and writes a report.",
        sortOptions = false)
final class BenchmarkOptions {

    @Parameters(arity = "1..*", paramLabel = "<benchmark>", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private List<Name> names = new ArrayList<>();

    @Option(names = "--quick", description = "A look in a few minutes, instead of figures to rely on.")
    private boolean quick;

    @Option(
            names = "--output",
            paramLabel = "<directory>",
            defaultValue = "benchmarks/target/results",
            description = "Where JSON, report and charts are written. Default: ${DEFAULT-VALUE}")
    private Path output = Path.of("");

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "calls: the seed of the choice of requests. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--pause",
            paramLabel = "<seconds>",
            defaultValue = "10",
            description = "calls: seconds between two requests of one visitor. Default: ${DEFAULT-VALUE}")
    private int pauseSeconds;

    @Option(
            names = "--read-price",
            paramLabel = "<dollars>",
            defaultValue = "0.125",
            description = "calls: dollars for a million read units. Default: ${DEFAULT-VALUE}")
    private double readPrice;

    @Option(
            names = "--write-price",
            paramLabel = "<dollars>",
            defaultValue = "0.625",
            description = "calls: dollars for a million write units. Default: ${DEFAULT-VALUE}, of us-east-1")
    private double writePrice;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    /** What can be measured, in the order of the report. */
    enum Name {
        OVERHEAD,
        CALLS,
        HTTP,
        GROWTH,
        BIG,
        /** Each of the others. */
        ALL;

        static List<Name> each() {
            return List.of(OVERHEAD, CALLS, HTTP, GROWTH, BIG);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    List<Name> names() {
        return names.contains(Name.ALL) ? Name.each() : List.copyOf(names);
    }

    boolean quick() {
        return quick;
    }

    Path output() {
        return output;
    }

    long seed() {
        return seed;
    }

    Duration pause() {
        return Duration.ofSeconds(atLeastZero("--pause", pauseSeconds));
    }

    Prices prices() {
        return new Prices(atLeastZero("--read-price", readPrice), atLeastZero("--write-price", writePrice));
    }

    private static <T extends Number> T atLeastZero(String option, T value) {
        if (value.doubleValue() < 0) {
            throw new IllegalArgumentException(option + " must be at least 0, was " + value);
        }
        return value;
    }
}
