package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in the history of a run, when it is over, which promises were broken. Where an outcome is unknown, everything
 * that may follow from it is allowed: what it reports is a fault of the sessions, never of the network.
 */
final class HistoryChecker {

    private final Duration idleTimeout;

    HistoryChecker(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    List<Violation> check(List<Exchange> history) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Exchange>> bySession = new LinkedHashMap<>();
        Map<String, Exchange> givenIds = new HashMap<>();
        for (Exchange exchange : history) {
            bySession
                    .computeIfAbsent(exchange.session(), session -> new ArrayList<>())
                    .add(exchange);
            if (exchange.outcome() == Outcome.UNEXPECTED) {
                violations.add(Violation.of(Kind.UNEXPECTED_ANSWER, exchange));
            }
            if (exchange.isRotation() || exchange.action() == Action.CREATE && exchange.isDone()) {
                Exchange first = givenIds.putIfAbsent(exchange.newId(), exchange);
                if (first != null) {
                    violations.add(Violation.of(Kind.FOREIGN, first, exchange));
                }
            }
        }
        for (List<Exchange> exchanges : bySession.values()) {
            new LifeChecker(exchanges, idleTimeout).check(violations::add);
            new AttributeChecker(exchanges).check(violations::add);
        }
        return violations;
    }
}
