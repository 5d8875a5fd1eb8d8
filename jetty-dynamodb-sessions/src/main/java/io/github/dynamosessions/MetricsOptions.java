package io.github.dynamosessions;

import io.github.dynamosessions.spi.SessionMetrics;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of the builder that says who hears of what the store does.
 *
 * @param <B> the builder that users see
 */
abstract class MetricsOptions<B> extends LifetimeOptions<B> {

    @Nullable
    SessionMetrics metrics;

    /**
     * What is told of each call to DynamoDB and of what becomes of sessions. Default: nothing but JMX.
     *
     * @param metrics yours, or a {@code MicrometerSessionMetrics}
     * @return this builder
     */
    public B metrics(SessionMetrics metrics) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        return self();
    }
}
