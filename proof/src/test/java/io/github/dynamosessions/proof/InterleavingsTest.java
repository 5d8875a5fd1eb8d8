package io.github.dynamosessions.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a few requests at the same time, within bounds, no promise is broken. A violation names its path, and {@code
 * -Dproof.only=SET,LOGIN -Dproof.path=0.2.1} runs it again.
 */
class InterleavingsTest {

    private static final int FAULTS = Integer.getInteger("proof.faults");
    private static final String ONLY = System.getProperty("proof.only", "");
    private static final String PATH = System.getProperty("proof.path", "");
    private static final Clusters CLUSTERS = new Clusters();

    @AfterAll
    static void stop() {
        CLUSTERS.close();
    }

    static List<List<Action>> pairs() {
        return ONLY.isEmpty()
                ? combinations(2)
                : List.of(Stream.of(ONLY.split(",")).map(Action::valueOf).toList());
    }

    /** In the profile {@code proof} alone. */
    static List<List<Action>> triples() {
        return Boolean.getBoolean("proof.triples") ? combinations(3) : List.of();
    }

    private static List<List<Action>> combinations(int size) {
        List<List<Action>> combinations = List.of(List.of());
        for (int i = 0; i < size; i++) {
            combinations = combinations.stream()
                    .flatMap(start -> Action.COMBINED.stream()
                            .filter(next -> start.isEmpty() || next.compareTo(start.get(start.size() - 1)) >= 0)
                            .map(next -> Stream.concat(start.stream(), Stream.of(next))
                                    .toList()))
                    .toList();
        }
        return combinations;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noPairBreaksAPromise(List<Action> actions) throws Exception {
        assertKept(actions, FAULTS);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("triples")
    void noTripleBreaksAPromise(List<Action> actions) throws Exception {
        assertKept(actions, 1);
    }

    private static void assertKept(List<Action> actions, int faults) throws Exception {
        long startNanos = System.nanoTime();
        Cluster cluster = CLUSTERS.take();
        Search search = Search.of(cluster, List.of(), actions, faults);
        Optional<Promise> broken = PATH.isEmpty() ? search.run() : search.replay(PATH);
        assertThat(broken).as(search.story()).isEmpty();
        CLUSTERS.giveBack(cluster);
        System.out.printf(
                "%s: %d runs, %d of them searched before, %d ms%n",
                actions, search.runs(), search.pruned(), (System.nanoTime() - startNanos) / 1_000_000);
    }
}
