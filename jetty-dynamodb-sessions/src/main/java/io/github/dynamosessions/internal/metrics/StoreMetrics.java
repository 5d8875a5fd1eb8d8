package io.github.dynamosessions.internal.metrics;

import io.github.dynamosessions.spi.SessionMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the counters of a store and the metrics that were configured. Never throws, whatever those do. Thread safe. */
public final class StoreMetrics implements SessionMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(StoreMetrics.class);

    private final StoreCounters counters = new StoreCounters();
    private final @Nullable SessionMetrics configured;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    public StoreMetrics(@Nullable SessionMetrics configured) {
        this.configured = configured;
    }

    public StoreCounters counters() {
        return counters;
    }

    @Override
    public void operation(Operation operation) {
        counters.operation(operation);
        tell(metrics -> metrics.operation(operation));
    }

    @Override
    public void event(Event event) {
        counters.event(event);
        tell(metrics -> metrics.event(event));
    }

    private void tell(Consumer<SessionMetrics> report) {
        if (configured == null) {
            return;
        }
        try {
            report.accept(configured);
        } catch (RuntimeException | LinkageError e) {
            if (failureLogged.compareAndSet(false, true)) {
                LOG.warn(
                        "{} failed, and may miss what it should count",
                        configured.getClass().getName(),
                        e);
            }
        }
    }
}
