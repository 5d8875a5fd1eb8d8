package io.github.dynamosessions.benchmarks.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What requests took. */
final class Load {

    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;
    private static final double NS_OF_A_SECOND = 1e9;
    private static final double NS_OF_A_MILLISECOND = 1e6;
    private static final double MICROS_OF_A_SECOND = 1e6;

    private final Histogram latencies = new Histogram(HIGHEST_NS, DIGITS);
    private double seconds;
    private double cpuSeconds;

    void record(long ns) {
        latencies.recordValue(Math.min(ns, HIGHEST_NS));
    }

    void took(Duration time, Duration cpuTime) {
        seconds += time.toNanos() / NS_OF_A_SECOND;
        cpuSeconds += cpuTime.toNanos() / NS_OF_A_SECOND;
    }

    void add(Load other) {
        latencies.add(other.latencies);
        seconds += other.seconds;
        cpuSeconds += other.cpuSeconds;
    }

    double requestsPerSecond() {
        return latencies.getTotalCount() / seconds;
    }

    /** Processor time of the application for each request. */
    double cpuMicros() {
        return cpuSeconds * MICROS_OF_A_SECOND / latencies.getTotalCount();
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NS_OF_A_MILLISECOND;
    }
}
