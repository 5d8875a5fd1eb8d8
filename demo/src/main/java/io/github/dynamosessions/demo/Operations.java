package io.github.dynamosessions.demo;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Calls to DynamoDB by name, and the capacity units they consumed. Thread safe. */
final class Operations {

    private static final Set<String> READS = Set.of("BatchGetItem", "GetItem", "Query");

    private final Map<String, Long> calls = new TreeMap<>();
    private double readUnits;
    private double writeUnits;

    synchronized void called(String operation) {
        calls.merge(operation, 1L, Long::sum);
    }

    synchronized void consumed(String operation, double units) {
        if (READS.contains(operation)) {
            readUnits += units;
        } else {
            writeUnits += units;
        }
    }

    /** Starts from zero. */
    synchronized void clear() {
        calls.clear();
        readUnits = 0;
        writeUnits = 0;
    }

    /** The sums so far, in the name of a node. */
    synchronized Sums sums(String node) {
        return new Sums(node, Collections.unmodifiableMap(new TreeMap<>(calls)), readUnits, writeUnits);
    }

    /** As it goes out in JSON. */
    record Sums(String node, Map<String, Long> calls, double readUnits, double writeUnits) {}
}
