package io.github.dynamosessions.benchmarks.dynamo;

import java.util.Map;
import java.util.TreeMap;

/**
 * Calls and the units that they consumed. DynamoDB does not tell the units of a call whose condition failed.
 *
 * @param calls how often each operation was called
 * @param readUnits units of 4 KB
 * @param writeUnits units of 1 KB, those of the index included
 */
public record Capacity(Map<String, Long> calls, double readUnits, double writeUnits) {

    /** What was consumed since. */
    public Capacity since(Capacity earlier) {
        Map<String, Long> difference = new TreeMap<>(calls);
        earlier.calls.forEach((operation, count) -> difference.merge(operation, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return new Capacity(difference, readUnits - earlier.readUnits, writeUnits - earlier.writeUnits);
    }

    /** All calls. */
    public long totalCalls() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As people read it: {@code GetItem 1, UpdateItem 1}. */
    public String callsText() {
        return calls.isEmpty()
                ? "none"
                : calls.toString().replace("=", " ").replace("{", "").replace("}", "");
    }
}
