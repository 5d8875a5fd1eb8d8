package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How thoroughly JMH measures. By numbers of calls and not by time: on a busy machine, a warm-up of some seconds would end
 * before the code is compiled.
 *
 * @param forks processes for each figure; 0 measures in this one, to see that it works
 * @param warmupBatches not counted
 * @param batches counted
 * @param calls in each batch
 */
public record JmhSettings(int forks, int warmupBatches, int batches, int calls) {

    /** For figures that can be relied on, on a quiet machine. */
    public static final JmhSettings THOROUGH = new JmhSettings(1, 45, 8, 1_000);

    /** For a look. */
    public static final JmhSettings QUICK = new JmhSettings(1, 4, 4, 500);

    ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .forks(forks)
                .warmupIterations(warmupBatches)
                .warmupBatchSize(calls)
                .measurementIterations(batches)
                .measurementBatchSize(calls)
                .jvmArgsAppend("-Xms512m", "-Xmx512m")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }
}
