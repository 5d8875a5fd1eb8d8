package io.github.dynamosessions.it;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The exchanges of a run, in the order in which they ended. Safe for use by several threads. */
final class History {

    private final long origin = System.nanoTime();
    private final List<Exchange> exchanges = new ArrayList<>();

    /** Nanoseconds since the run began. */
    long now() {
        return System.nanoTime() - origin;
    }

    synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    Map<Exchange.Outcome, Integer> outcomes() {
        Map<Exchange.Outcome, Integer> outcomes = new EnumMap<>(Exchange.Outcome.class);
        exchanges().forEach(exchange -> outcomes.merge(exchange.outcome(), 1, Integer::sum));
        return outcomes;
    }

    Map<Exchange.Action, Integer> actions() {
        Map<Exchange.Action, Integer> actions = new EnumMap<>(Exchange.Action.class);
        exchanges().forEach(exchange -> actions.merge(exchange.action(), 1, Integer::sum));
        return actions;
    }
}
