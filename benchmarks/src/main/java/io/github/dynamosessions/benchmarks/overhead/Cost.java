package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.results.RunResult;

/**
 * What one call takes: medians over the iterations.
 *
 * @param micros on the clock
 * @param cpuMicros of all processors
 * @param bytes allocated
 */
record Cost(double micros, double cpuMicros, double bytes) {

    private static final double MEDIAN = 50;

    static Cost of(RunResult run) {
        return new Cost(
                run.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
                median(run, CpuProfiler.LABEL),
                median(run, "gc.alloc.rate.norm"));
    }

    /** How many times as much as the other. */
    Cost relativeTo(Cost other) {
        return new Cost(micros / other.micros, cpuMicros / other.cpuMicros, bytes / other.bytes);
    }

    private static double median(RunResult run, String label) {
        return run.getSecondaryResults().get(label).getStatistics().getPercentile(MEDIAN);
    }
}
