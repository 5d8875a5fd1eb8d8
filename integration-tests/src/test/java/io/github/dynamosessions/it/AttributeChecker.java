package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the reads of one session show: of each attribute, the last write that was acknowledged before the read began, or
 * one that was not over by then. A write without an answer may come into force at any time after its start. One that was
 * refused may have come into force, but not after a later one was acknowledged.
 */
final class AttributeChecker {

    private final List<Exchange> writes;
    private final List<Exchange> reads;

    AttributeChecker(List<Exchange> ofOneSession) {
        writes = ofOneSession.stream().filter(AttributeChecker::mayHaveWritten).toList();
        reads = ofOneSession.stream()
                .filter(exchange -> exchange.action() == Action.READ && exchange.isDone())
                .toList();
    }

    void check(Consumer<Violation> violations) {
        Set<String> written = new TreeSet<>();
        writes.forEach(write -> written.add(write.attribute()));
        for (Exchange read : reads) {
            Set<String> names = new TreeSet<>(written);
            names.addAll(read.seen().keySet());
            names.forEach(name -> check(read, name).ifPresent(violations));
        }
    }

    private Optional<Violation> check(Exchange read, String name) {
        List<Exchange> ofAttribute =
                writes.stream().filter(write -> write.attribute().equals(name)).toList();
        List<Exchange> settled = ofAttribute.stream()
                .filter(write -> write.isDone() && write.endedBefore(read))
                .toList();
        String value = read.seen().get(name);
        if (value == null) {
            return settled.stream()
                    .reduce((first, last) -> last)
                    .map(lost -> Violation.of(Kind.LOST_WRITE, lost, read));
        }
        Optional<Exchange> source = ofAttribute.stream()
                .filter(write -> write.value().equals(value) && write.start() < read.end())
                .findFirst();
        if (source.isEmpty()) {
            return Optional.of(Violation.of(Kind.FOREIGN, read));
        }
        Exchange write = source.get();
        return settled.stream()
                .filter(later -> write.isOver() && write.endedBefore(later))
                .findFirst()
                .map(later -> Violation.of(Kind.STALE_VALUE, write, later, read));
    }

    private static boolean mayHaveWritten(Exchange exchange) {
        return exchange.action().writes()
                && exchange.outcome() != Outcome.NO_SESSION
                && exchange.outcome() != Outcome.NOT_SENT;
    }
}
