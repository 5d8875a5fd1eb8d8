package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How thoroughly JMH measures. By numbers of calls and not by time: on a busy machine, a warm-up of some seconds would end
 * before the code is compiled.
 *
 * @param forks processes for each figure; 0 measures in this one, to see that it works
 * @param warmups iterations that are not counted
 * @param iterations that are counted
 * @param turns of each side in an iteration, of {@value Turns#CALLS} calls each
 */
public record JmhSettings(int forks, int warmups, int iterations, int turns) {

    /** For figures that can be relied on. */
    public static final JmhSettings THOROUGH = new JmhSettings(1, 120, 20, 20);

    /** For a look. */
    public static final JmhSettings QUICK = new JmhSettings(1, 4, 4, 10);

    /** Of each side, in an iteration. */
    int calls() {
        return turns * Turns.CALLS;
    }

    ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .mode(Mode.SingleShotTime)
                .forks(forks)
                .warmupIterations(warmups)
                .warmupBatchSize(turns)
                .measurementIterations(iterations)
                .measurementBatchSize(turns)
                .jvmArgsAppend("-Xms512m", "-Xmx512m")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }
}
