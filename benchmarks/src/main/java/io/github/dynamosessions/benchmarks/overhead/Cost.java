package io.github.dynamosessions.benchmarks.overhead;

import org.openjdk.jmh.results.RunResult;

/**
 * What one call takes, in the median iteration.
 *
 * @param micros on the clock
 * @param cpuMicros of the calling thread on a processor
 * @param bytes allocated
 */
record Cost(double micros, double cpuMicros, double bytes) {

    private static final double MEDIAN = 50;
    private static final double NANOS_OF_A_MICROSECOND = 1_000;

    /** Of one side, {@code bare} or {@code store}, whose iterations are of so many calls. */
    static Cost of(RunResult run, String side, int calls) {
        return new Cost(
                median(run, side + "Nanos") / calls / NANOS_OF_A_MICROSECOND,
                median(run, side + "CpuNanos") / calls / NANOS_OF_A_MICROSECOND,
                median(run, side + "Bytes") / calls);
    }

    /** How many times as much as the other. */
    Cost relativeTo(Cost other) {
        return new Cost(micros / other.micros, cpuMicros / other.cpuMicros, bytes / other.bytes);
    }

    private static double median(RunResult run, String counter) {
        return run.getSecondaryResults().get(counter).getStatistics().getPercentile(MEDIAN);
    }
}
