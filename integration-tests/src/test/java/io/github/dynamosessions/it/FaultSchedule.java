package io.github.dynamosessions.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Faults of a proxy, one after the other, with rests between them. */
final class FaultSchedule {

    /** Not those of tables: nodes start at any time, and one that does not start tells nothing about sessions. */
    static final List<String> OF_SESSIONS =
            List.of("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchGetItem");

    /** Well below the second that an attempt may take. */
    private static final int LONGEST_DELAY_MS = 400;

    /** Of calls that come after their own retries, and after the next request of whoever was answered 503. */
    private static final int SHORTEST_LATENESS_MS = 2_000;

    private static final int LONGEST_LATENESS_MS = 8_000;

    private static final int LONGEST_REST_MS = 700;
    private static final int LONGEST_FAULT_MS = 1_200;
    private static final int MOST_CALLS = 6;

    private final FaultProxy proxy;
    private final List<String> operations;
    private final List<String> kinds = List.of(
            "throttle", "fail", "unavailable", "cut before", "cut after", "delay", "hang", "late", "cut and late");

    private final Random random;
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param operations that fail, each by itself or all at once */
    FaultSchedule(FaultProxy proxy, List<String> operations, Random random) {
        this.proxy = proxy;
        this.operations = operations;
        this.random = random;
    }

    /** One rest and one fault, healed at the end: calls that are delayed may outlast it. */
    void act() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_REST_MS));
        Fault fault = strike(scope());
        try {
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(LONGEST_FAULT_MS));
        } finally {
            fault.heal();
        }
    }

    /** By what was done. To be read when the schedule is over. */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    private FaultScope scope() {
        boolean all = random.nextInt(3) == 0;
        List<String> failing = all ? operations : List.of(operations.get(random.nextInt(operations.size())));
        FaultScope scope = proxy.on(failing.toArray(String[]::new));
        return random.nextBoolean() ? scope : scope.times(1 + random.nextInt(MOST_CALLS));
    }

    private Fault strike(FaultScope scope) {
        String kind = kinds.get(random.nextInt(kinds.size()));
        counts.merge(kind, 1, Integer::sum);
        return switch (kind) {
            case "throttle" -> scope.throttle();
            case "fail" -> scope.fail();
            case "unavailable" -> scope.unavailable();
            case "cut before" -> scope.cutBeforeExecution();
            case "cut after" -> scope.cutAfterExecution();
            case "delay" -> scope.delay(Duration.ofMillis(random.nextInt(LONGEST_DELAY_MS)));
            case "late" -> scope.delay(lateness());
            case "cut and late" -> scope.cutBeforeLateExecution(lateness());
            default -> scope.hang();
        };
    }

    private Duration lateness() {
        return Duration.ofMillis(random.nextInt(SHORTEST_LATENESS_MS, LONGEST_LATENESS_MS));
    }
}
