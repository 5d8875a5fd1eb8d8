package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which ids of one session are answered. Those that ended stay dead; all others live as long as the session is used. Only
 * a logout, a login that gave it another id, or a login without an answer may have ended one: a login that was refused
 * leaves the client with a cookie that works, the old one or that of the answer.
 */
final class LifeChecker {

    /** The stored expiry covers for accesses that are not written; and a node may be slow to look at its clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final List<Exchange> exchanges;
    private final long idleNanos;
    private final long longestLifeNanos;

    LifeChecker(List<Exchange> ofOneSession, Duration idleTimeout) {
        exchanges = ofOneSession;
        idleNanos = idleTimeout.toNanos();
        longestLifeNanos =
                idleTimeout.plus(idleTimeout.dividedBy(10)).plus(TOLERANCE).toNanos();
    }

    void check(Consumer<Violation> violations) {
        Map<String, Exchange> ends = ends();
        for (Exchange exchange : exchanges) {
            if (exchange.isAnsweredBySession()) {
                end(exchange.id(), ends)
                        .filter(end -> end.endedBefore(exchange))
                        .ifPresent(end -> violations.accept(Violation.of(Kind.REVIVED, end, exchange)));
                useBeforeExpiry(exchange)
                        .ifPresent(use -> violations.accept(Violation.of(Kind.EXPIRED, use, exchange)));
            }
            if (exchange.outcome() == Outcome.NO_SESSION && !mayHaveEnded(exchange)) {
                lastUse(exchange).ifPresent(use -> violations.accept(Violation.of(Kind.LOST_SESSION, use, exchange)));
            }
            if (exchange.action() == Action.READ
                    && exchange.isDone()
                    && !Exchange.publicIds(exchange.id()).contains(exchange.seenId())) {
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
                Exchange.ids(exchange.id()).forEach(id -> ends.merge(id, exchange, LifeChecker::first));
            }
            ruledOut(exchange).forEach(id -> ends.merge(id, exchange, LifeChecker::first));
        }
        return ends;
    }

    /** Of two IDs that were sent, the former one is dead once a session has answered: the rotation in doubt is complete. */
    private static List<String> ruledOut(Exchange exchange) {
        List<String> ids = Exchange.ids(exchange.id());
        return exchange.isAnsweredBySession() ? ids.subList(1, ids.size()) : List.of();
    }

    /** Of a cookie, which is dead when every id in it is. */
    private static Optional<Exchange> end(String cookie, Map<String, Exchange> ends) {
        List<String> ids = Exchange.ids(cookie);
        return ends.keySet().containsAll(ids)
                ? Optional.of(
                        Collections.max(ids.stream().map(ends::get).toList(), Comparator.comparing(Exchange::end)))
                : Optional.empty();
    }

    private static Exchange first(Exchange a, Exchange b) {
        return a.end() <= b.end() ? a : b;
    }

    private boolean mayHaveEnded(Exchange missing) {
        return exchanges.stream()
                .filter(exchange -> exchange.outcome() != Outcome.NOT_SENT && exchange.start() < missing.end())
                .anyMatch(exchange -> exchange.action() == Action.LOGOUT && !isOverruled(exchange, missing)
                        || exchange.action() == Action.LOGIN && mayHaveReplaced(exchange, missing)
                        || ruledOut(exchange).contains(missing.id()));
    }

    /** A logout that was refused may still come into force, but not after a later write was acknowledged. */
    private boolean isOverruled(Exchange logout, Exchange missing) {
        return logout.outcome() == Outcome.REFUSED
                && exchanges.stream()
                        .anyMatch(write -> write.action() == Action.PUT
                                && write.isDone()
                                && logout.endedBefore(write)
                                && write.endedBefore(missing));
    }

    /** A logout ends the session even if a login gave it another id meanwhile; a login, only the id. */
    private boolean mayHaveReplaced(Exchange login, Exchange missing) {
        if (login.outcome() == Outcome.REFUSED) {
            return login.isRedirected() && login.id().equals(missing.id());
        }
        return !Collections.disjoint(Exchange.ids(login.id()), Exchange.ids(missing.id()));
    }

    /** The last that prolonged the session, if that keeps it alive until the end of the exchange. */
    private Optional<Exchange> lastUse(Exchange missing) {
        return exchanges.stream()
                .filter(exchange -> exchange.isDone() && exchange.endedBefore(missing))
                .max(Comparator.comparingLong(Exchange::start))
                .filter(use -> missing.end() - use.start() < idleNanos);
    }

    /** The last that can have prolonged the session, if even that cannot keep it alive until the exchange began. */
    private Optional<Exchange> useBeforeExpiry(Exchange answered) {
        boolean known = exchanges.stream().noneMatch(exchange -> exchange.outcome() == Outcome.UNANSWERED);
        return exchanges.stream()
                .filter(exchange -> known && exchange != answered && exchange.start() < answered.start())
                .max(Comparator.comparingLong(Exchange::end))
                .filter(use -> answered.start() - use.end() > longestLifeNanos);
    }
}
