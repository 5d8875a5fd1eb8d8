package io.github.dynamosessions.internal.metrics;

import io.github.dynamosessions.spi.SessionMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What a store has done since it was made, whether or not it was stopped in between. Thread safe. */
public final class StoreCounters implements SessionMetrics {

    public final LongAdder retries = new LongAdder();
    public final DoubleAdder readUnits = new DoubleAdder();
    public final DoubleAdder writeUnits = new DoubleAdder();
    public final LongAdder bytesSent = new LongAdder();
    public final LongAdder bytesReceived = new LongAdder();

    private final Map<Outcome, LongAdder> operations = new EnumMap<>(Outcome.class);
    private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);

    public StoreCounters() {
        for (Outcome outcome : Outcome.values()) {
            operations.put(outcome, new LongAdder());
        }
        for (Event event : Event.values()) {
            events.put(event, new LongAdder());
        }
    }

    @Override
    public void operation(Operation operation) {
        operations.get(operation.outcome()).increment();
        retries.add(operation.retries());
        readUnits.add(operation.readUnits());
        writeUnits.add(operation.writeUnits());
        bytesSent.add(operation.bytesSent());
        bytesReceived.add(operation.bytesReceived());
    }

    @Override
    public void event(Event event) {
        events.get(event).increment();
    }

    public long operations() {
        return operations.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long operations(Outcome outcome) {
        return operations.get(outcome).sum();
    }

    public long events(Event event) {
        return events.get(event).sum();
    }
}
