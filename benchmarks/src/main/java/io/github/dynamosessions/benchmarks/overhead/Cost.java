package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What one call takes.
 *
 * @param micros on the clock, in the median batch
 * @param cpuMicros of all processors, on average
 * @param bytes allocated, on average
 */
record Cost(double micros, double cpuMicros, double bytes) {

    private static final double MEDIAN = 50;

    /** Of a run whose batches are of so many calls. */
    static Cost of(RunResult run, int calls) {
        return new Cost(
                run.getPrimaryResult().getStatistics().getPercentile(MEDIAN) / calls,
                secondary(run, CpuProfiler.LABEL).getMean() / calls,
                secondary(run, "gc.alloc.rate.norm").getMean() / calls);
    }

    /** How many times as much as the other. */
    Cost relativeTo(Cost other) {
        return new Cost(micros / other.micros, cpuMicros / other.cpuMicros, bytes / other.bytes);
    }

    private static Statistics secondary(RunResult run, String label) {
        return run.getSecondaryResults().get(label).getStatistics();
    }
}
