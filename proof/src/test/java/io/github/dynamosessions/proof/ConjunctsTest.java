package io.github.dynamosessions.proof;

import static io.github.dynamosessions.proof.Action.CREATE_AND_LOGOUT;
import static io.github.dynamosessions.proof.Action.EXPIRE;
import static io.github.dynamosessions.proof.Action.LOGIN;
import static io.github.dynamosessions.proof.Action.LOGOUT;
import static io.github.dynamosessions.proof.Action.LOWER_TIMEOUT;
import static io.github.dynamosessions.proof.Action.RAISE_TIMEOUT;
import static io.github.dynamosessions.proof.Action.SET;
import static io.github.dynamosessions.proof.Action.SET_ANOTHER;
import static io.github.dynamosessions.proof.Action.SET_MANY;
import static io.github.dynamosessions.proof.Action.SET_SOON;
import static io.github.dynamosessions.proof.Action.TOUCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof is proved: each condition of each call carries a promise, which the proof finds broken without it. */
class ConjunctsTest {

    /** What it takes to show these is not searched. */
    private static final Set<Conjunct> ELSEWHERE = Set.of(
            // The TTL of a chunk, which is weeks: ChunkExpiryTest.
            new Conjunct("PutItem of a chunk", "attribute_not_exists(sessionId)"),
            // An idle timeout that another node lowers to less than the age of this request: RacesIT.
            new Conjunct("rotation", "(expiry = ? OR expiry > ?)"));

    private static final Clusters CLUSTERS = new Clusters();

    @AfterAll
    static void stop() {
        CLUSTERS.close();
    }

    /** The call, its condition, the promise that it carries, what was before, what shows it, and how many faults that takes. */
    static Stream<Arguments> conjuncts() {
        return Stream.of(
                row(
                        "PutItem",
                        "attribute_not_exists(sessionId)",
                        Promise.LOGGED_OUT_STAYS_LOGGED_OUT,
                        List.of(LOGOUT),
                        List.of(CREATE_AND_LOGOUT),
                        1),
                row(
                        "write",
                        "(expiry = ? OR expiry > ?)",
                        Promise.FAILS_ONLY_FOR_A_REASON,
                        List.of(),
                        List.of(SET_SOON, LOGOUT),
                        0),
                row(
                        "write",
                        "versions.<name> = ?",
                        Promise.DELAYED_AND_DUPLICATE_WRITES_UNDO_NOTHING,
                        List.of(SET),
                        List.of(SET, SET),
                        1),
                row(
                        "write",
                        "attribute_not_exists(versions.<name>)",
                        Promise.DELAYED_AND_DUPLICATE_WRITES_UNDO_NOTHING,
                        List.of(),
                        List.of(SET, SET),
                        1),
                row(
                        "write",
                        "baseVersion = ?",
                        Promise.DELAYED_AND_DUPLICATE_WRITES_UNDO_NOTHING,
                        List.of(SET_MANY, SET_ANOTHER, SET_MANY),
                        List.of(SET, SET_ANOTHER, SET),
                        1),
                row(
                        "write",
                        "attribute_not_exists(baseVersion)",
                        Promise.DELAYED_AND_DUPLICATE_WRITES_UNDO_NOTHING,
                        List.of(SET_MANY),
                        List.of(SET, SET_ANOTHER, SET),
                        1),
                row("write", "expiry <= ?", Promise.NEVER_EXPIRED_EARLY, List.of(), List.of(TOUCH, EXPIRE), 1),
                row(
                        "write",
                        "maxInactive = ?",
                        Promise.THE_IDLE_TIMEOUT_IS_SAVED,
                        List.of(),
                        List.of(TOUCH, LOWER_TIMEOUT),
                        0),
                row(
                        "write",
                        "version = ?",
                        Promise.THE_IDLE_TIMEOUT_IS_SAVED,
                        List.of(),
                        List.of(RAISE_TIMEOUT, LOWER_TIMEOUT),
                        1),
                row("rotation", "idVersion = ?", Promise.ROTATION_LOSES_NOTHING, List.of(), List.of(SET, LOGIN), 1),
                row(
                        "rotation",
                        "expiry <= ?",
                        Promise.NEVER_EXPIRED_EARLY,
                        List.of(),
                        List.of(TOUCH, LOGIN, EXPIRE),
                        0),
                row(
                        "rotation",
                        "maxInactive = ?",
                        Promise.THE_IDLE_TIMEOUT_IS_SAVED,
                        List.of(),
                        List.of(LOGIN, LOWER_TIMEOUT),
                        0),
                row("call-off", "idVersion = ?", Promise.ROTATION_LOSES_NOTHING, List.of(), List.of(SET, LOGIN), 1),
                row("end", "version = ?", Promise.LOGGED_OUT_STAYS_LOGGED_OUT, List.of(), List.of(LOGOUT, LOGOUT), 0));
    }

    private static Arguments row(
            String call, String text, Promise promise, List<Action> before, List<Action> actions, int faults) {
        return arguments(new Conjunct(call, text), promise, before, actions, faults);
    }

    @ParameterizedTest(name = "{0} carries {1}")
    @MethodSource("conjuncts")
    void withoutItThePromiseIsBroken(
            Conjunct conjunct, Promise promise, List<Action> before, List<Action> actions, int faults)
            throws Exception {
        Cluster cluster = CLUSTERS.take();
        cluster.engine().drop(conjunct);
        assertThat(Search.of(cluster, before, actions, faults).run())
                .as("found in %s", actions)
                .contains(promise);
    }

    @Test
    void thereIsNoOtherConjunct() throws Exception {
        Set<Conjunct> seen = new TreeSet<>();
        for (Arguments row : conjuncts().toList()) {
            Cluster cluster = CLUSTERS.take();
            cluster.engine().drop((Conjunct) row.get()[0]);
            Search.of(cluster, cast(row.get()[2]), cast(row.get()[3]), (int) row.get()[4])
                    .run();
            seen.addAll(cluster.engine().seen());
            CLUSTERS.giveBack(cluster);
        }
        Set<Conjunct> rows =
                conjuncts().map(row -> (Conjunct) row.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        rows.addAll(ELSEWHERE);
        assertThat(seen).isEqualTo(rows);
    }

    @SuppressWarnings("unchecked")
    private static List<Action> cast(Object actions) {
        return (List<Action>) actions;
    }
}
