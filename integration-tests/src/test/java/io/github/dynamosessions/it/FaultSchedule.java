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
    private static final String[] OPERATIONS = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"};

    /** Well below the second that an attempt may take: a call that comes later than its own retry is another matter. */
    private static final int LONGEST_DELAY_MS = 400;

    private static final int LONGEST_REST_MS = 700;
    private static final int LONGEST_FAULT_MS = 1_200;
    private static final int MOST_CALLS = 6;

    private final FaultProxy proxy;
    private final Random random;
    private final Map<String, Integer> counts = new TreeMap<>();

    FaultSchedule(FaultProxy proxy, Random random) {
        this.proxy = proxy;
        this.random = random;
    }

    /** One rest and one fault, healed at the end. */
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
        String[] operations =
                random.nextInt(3) == 0 ? OPERATIONS : new String[] {OPERATIONS[random.nextInt(OPERATIONS.length)]};
        FaultScope scope = proxy.on(operations);
        return random.nextBoolean() ? scope : scope.times(1 + random.nextInt(MOST_CALLS));
    }

    private Fault strike(FaultScope scope) {
        List<String> kinds = List.of("throttle", "fail", "unavailable", "cut before", "cut after", "delay", "hang");
        String kind = kinds.get(random.nextInt(kinds.size()));
        counts.merge(kind, 1, Integer::sum);
        return switch (kind) {
            case "throttle" -> scope.throttle();
            case "fail" -> scope.fail();
            case "unavailable" -> scope.unavailable();
            case "cut before" -> scope.cutBeforeExecution();
            case "cut after" -> scope.cutAfterExecution();
            case "delay" -> scope.delay(Duration.ofMillis(random.nextInt(LONGEST_DELAY_MS)));
            default -> scope.hang();
        };
    }
}
