package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which ids of one session are answered. Those that ended stay dead; all others live, unless a logout or a rotation of
 * unknown outcome, or a rest as long as the idle timeout, may have ended them.
 */
final class LifeChecker {

    private final List<Exchange> exchanges;
    private final long idleNanos;

    LifeChecker(List<Exchange> ofOneSession, Duration idleTimeout) {
        exchanges = ofOneSession;
        idleNanos = idleTimeout.toNanos();
    }

    void check(Consumer<Violation> violations) {
        Map<String, Exchange> ends = ends();
        for (Exchange exchange : exchanges) {
            Exchange end = ends.get(exchange.id());
            if (exchange.isAnsweredBySession() && end != null && end.endedBefore(exchange)) {
                violations.accept(Violation.of(Kind.REVIVED, end, exchange));
            }
            if (exchange.outcome() == Outcome.NO_SESSION && !mayHaveEnded(exchange)) {
                lastUse(exchange).ifPresent(use -> violations.accept(Violation.of(Kind.LOST_SESSION, use, exchange)));
            }
            if (exchange.action() == Action.READ
                    && exchange.isDone()
                    && !exchange.seenId().equals(exchange.id())) {
                violations.accept(Violation.of(Kind.FOREIGN, exchange));
            }
        }
    }

    /** Of each id, the first exchange after which it is certainly dead. */
    private Map<String, Exchange> ends() {
        Map<String, Exchange> ends = new HashMap<>();
        for (Exchange exchange : exchanges) {
            boolean loggedOut = exchange.action() == Action.LOGOUT && exchange.isDone();
            if (loggedOut || exchange.isRotation() || exchange.outcome() == Outcome.NO_SESSION) {
                ends.merge(exchange.id(), exchange, (a, b) -> a.end() <= b.end() ? a : b);
            }
        }
        return ends;
    }

    /** A logout ends the session even if a rotation gave it another id meanwhile; a rotation, only the id. */
    private boolean mayHaveEnded(Exchange missing) {
        return exchanges.stream()
                .filter(exchange -> exchange.outcome() != Outcome.NOT_SENT && exchange.start() < missing.end())
                .anyMatch(exchange -> exchange.action() == Action.LOGOUT
                        || exchange.action() == Action.LOGIN && exchange.id().equals(missing.id()));
    }

    /** The last that prolonged the session, if that keeps it alive until the end of the exchange. */
    private Optional<Exchange> lastUse(Exchange missing) {
        return exchanges.stream()
                .filter(exchange -> exchange.isDone() && exchange.endedBefore(missing))
                .max(Comparator.comparingLong(Exchange::start))
                .filter(use -> missing.end() - use.start() < idleNanos);
    }
}
