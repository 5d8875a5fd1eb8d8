package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A history of one session, of the ids {@code A}, then {@code B}, with an idle timeout of ten seconds. Each exchange takes
 * half a second.
 */
final class SampleHistory {

    /** The cookie of the session at first, after a login, and where it is in doubt which of them opens it. */
    static final String OLD = "S.a~1";

    static final String NEW = "S.b~2";
    static final String BOTH = "S.b~2~a~1";

    /** What a session has in it at first. */
    static final Map<String, String> CREATED = Map.of("x", "s/1");

    private final List<Exchange> exchanges = new ArrayList<>();

    List<Kind> violations() {
        return new HistoryChecker(Duration.ofSeconds(10))
                .check(exchanges).stream().map(Violation::kind).toList();
    }

    void created() {
        add(0, "", Action.CREATE, "x", "s/1", Outcome.DONE, OLD, "", Map.of());
    }

    void write(double second, String id, Action action, String attribute, String value, Outcome outcome, String newId) {
        add(second, id, action, attribute, value, outcome, newId, "", Map.of());
    }

    void read(double second, String id, Map<String, String> seen) {
        add(
                second,
                id,
                Action.READ,
                "",
                "",
                Outcome.DONE,
                "",
                Exchange.publicIds(id).get(0),
                seen);
    }

    void missing(double second, String id) {
        add(second, id, Action.READ, "", "", Outcome.NO_SESSION, "", "", Map.of());
    }

    void logout(double second, String id, Outcome outcome) {
        add(second, id, Action.LOGOUT, "", "", outcome, "", "", Map.of());
    }

    void add(
            double second,
            String id,
            Action action,
            String attribute,
            String value,
            Outcome outcome,
            String newId,
            String seenId,
            Map<String, String> seen) {
        long start = (long) (second * 1e9);
        exchanges.add(new Exchange(
                "s", id, action, attribute, value, 0, start, start + 500_000_000, 0, outcome, newId, seenId, seen));
    }
}
