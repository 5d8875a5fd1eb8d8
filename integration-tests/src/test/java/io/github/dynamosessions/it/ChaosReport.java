package io.github.dynamosessions.it;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a chaos run came to, for people. */
record ChaosReport(
        Duration duration,
        long seed,
        History history,
        Map<String, Integer> faultsByKind,
        int kills,
        List<Violation> violations) {

    private static final int SHOWN_VIOLATIONS = 10;

    int faults() {
        return faultsByKind.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How often an outcome occurred. */
    int requests(Exchange.Outcome outcome) {
        return history.outcomes().getOrDefault(outcome, 0);
    }

    /** How often something was done. */
    long done(Exchange.Action action) {
        return history.exchanges().stream()
                .filter(exchange -> exchange.action() == action && exchange.isDone())
                .count();
    }

    /** One line each of requests, faults, kills and violations. */
    String summary() {
        return """
                  seed       %d
                  requests   %d %s
                             %s
                  faults     %d %s
                  kills      %d
                  violations %d %s
                """.formatted(
                        seed,
                        history.exchanges().size(),
                        history.actions(),
                        history.outcomes(),
                        faults(),
                        faultsByKind,
                        kills,
                        violations.size(),
                        violationsByKind());
    }

    private Map<Violation.Kind, Integer> violationsByKind() {
        Map<Violation.Kind, Integer> byKind = new EnumMap<>(Violation.Kind.class);
        violations.forEach(violation -> byKind.merge(violation.kind(), 1, Integer::sum));
        return byKind;
    }

    /** The first violations, and all that is known of the session of the first. */
    String evidence() {
        if (violations.isEmpty()) {
            return summary();
        }
        String session = violations.get(0).session();
        return summary()
                + violations.stream()
                        .limit(SHOWN_VIOLATIONS)
                        .map(Violation::toString)
                        .collect(Collectors.joining("\n"))
                + "\nhistory of " + session + "\n"
                + history.exchanges().stream()
                        .filter(exchange -> exchange.session().equals(session))
                        .map(exchange -> "    " + exchange)
                        .collect(Collectors.joining("\n"));
    }
}
