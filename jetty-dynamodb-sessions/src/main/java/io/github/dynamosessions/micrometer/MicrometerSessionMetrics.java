package io.github.dynamosessions.micrometer;

import io.github.dynamosessions.spi.SessionMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Session metrics as meters of Micrometer. Stores may share one. Thread safe.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>meter</th><th>kind</th><th>tags</th></tr>
 * <tr><td>{@code dynamo.sessions.operations}</td><td>timer</td><td>{@code operation}: DynamoDB's name of it, {@code
 * outcome}: {@code ok}, {@code conflict} or {@code failed}</td></tr>
 * <tr><td>{@code dynamo.sessions.retries}</td><td>counter</td><td>none</td></tr>
 * <tr><td>{@code dynamo.sessions.capacity}</td><td>counter, in units</td><td>{@code type}: {@code read} or {@code
 * write}</td></tr>
 * <tr><td>{@code dynamo.sessions.traffic}</td><td>counter, in bytes</td><td>{@code direction}: {@code sent} or {@code
 * received}</td></tr>
 * <tr><td>{@code dynamo.sessions.events}</td><td>counter</td><td>{@code event}: an {@link
 * io.github.dynamosessions.spi.SessionMetrics.Event} in lower case</td></tr>
 * </table>
 */
public final class MicrometerSessionMetrics implements SessionMetrics {

    private static final String PREFIX = "dynamo.sessions.";

    private final MeterRegistry registry;
    private final Map<Outcome, Map<String, Timer>> operations = new EnumMap<>(Outcome.class);
    private final Map<Event, Counter> events = new EnumMap<>(Event.class);
    private final Counter retries;
    private final Counter readUnits;
    private final Counter writeUnits;
    private final Counter bytesSent;
    private final Counter bytesReceived;

    /** Meters in Micrometer's global registry. */
    public MicrometerSessionMetrics() {
        this(Metrics.globalRegistry);
    }

    /**
     * Meters in a registry of yours.
     *
     * @param registry the registry
     */
    public MicrometerSessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            operations.put(outcome, new ConcurrentHashMap<>());
        }
        for (Event event : Event.values()) {
            events.put(
                    event,
                    Counter.builder(PREFIX + "events")
                            .description("What became of sessions")
                            .tag("event", lowerCase(event))
                            .register(registry));
        }
        retries = Counter.builder(PREFIX + "retries")
                .description("Attempts after the first one of a call to DynamoDB")
                .register(registry);
        readUnits = capacity("read");
        writeUnits = capacity("write");
        bytesSent = traffic("sent");
        bytesReceived = traffic("received");
    }

    @Override
    public void operation(Operation operation) {
        operations
                .get(operation.outcome())
                .computeIfAbsent(operation.name(), name -> timer(name, operation.outcome()))
                .record(operation.latency());
        retries.increment(operation.retries());
        readUnits.increment(operation.readUnits());
        writeUnits.increment(operation.writeUnits());
        bytesSent.increment(operation.bytesSent());
        bytesReceived.increment(operation.bytesReceived());
    }

    @Override
    public void event(Event event) {
        events.get(event).increment();
    }

    private Timer timer(String operation, Outcome outcome) {
        return Timer.builder(PREFIX + "operations")
                .description("Calls to DynamoDB, retries included")
                .tag("operation", operation)
                .tag("outcome", lowerCase(outcome))
                .register(registry);
    }

    private Counter capacity(String type) {
        return Counter.builder(PREFIX + "capacity")
                .description("Capacity units consumed, as far as DynamoDB tells")
                .baseUnit("units")
                .tag("type", type)
                .register(registry);
    }

    private Counter traffic(String direction) {
        return Counter.builder(PREFIX + "traffic")
                .description("HTTP bodies of calls to DynamoDB")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
