package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How thoroughly JMH measures.
 *
 * @param forks processes for each figure; 0 measures in this one, to see that it works
 * @param warmupIterations not counted
 * @param iterations counted
 * @param iterationMillis how long each takes
 */
public record JmhSettings(int forks, int warmupIterations, int iterations, int iterationMillis) {

    /** For figures that can be relied on, on a quiet machine. */
    public static final JmhSettings THOROUGH = new JmhSettings(1, 5, 6, 300);

    /** For a look. */
    public static final JmhSettings QUICK = new JmhSettings(1, 2, 2, 250);

    ChainedOptionsBuilder options() {
        TimeValue time = TimeValue.milliseconds(iterationMillis);
        return new OptionsBuilder()
                .forks(forks)
                .warmupIterations(warmupIterations)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .jvmArgsAppend("-Xms512m", "-Xmx512m")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }
}
