package io.github.dynamosessions.benchmarks.http;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What requests took. */
final class Load {

    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;
    private static final double NS_OF_A_MILLISECOND = 1e6;

    private final Histogram latencies = new Histogram(HIGHEST_NS, DIGITS);
    private double seconds;

    void record(long ns) {
        latencies.recordValue(Math.min(ns, HIGHEST_NS));
    }

    void took(double moreSeconds) {
        seconds += moreSeconds;
    }

    void add(Load other) {
        latencies.add(other.latencies);
        seconds += other.seconds;
    }

    double requestsPerSecond() {
        return latencies.getTotalCount() / seconds;
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NS_OF_A_MILLISECOND;
    }
}
