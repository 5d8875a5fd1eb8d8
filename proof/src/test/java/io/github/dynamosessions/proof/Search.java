package io.github.dynamosessions.proof;

import java.util.List;
import java.util.Optional;

/** All ways in which some requests with one cookie can go, within bounds; up to the first one that breaks a promise. */
final class Search {

    private final Cluster cluster;
    private final List<Action> before;
    private final List<Action> actions;
    private final int faults;
    private int runs;
    private int pruned;
    private String story = "";

    private Search(Cluster cluster, List<Action> before, List<Action> actions, int faults) {
        this.cluster = cluster;
        this.before = before;
        this.actions = actions;
        this.faults = faults;
    }

    /**
     * A search that has not begun.
     *
     * @param before what happens to the session first, one after the other and without a fault
     * @param faults how many there are at most, a wrong clock included
     */
    static Search of(Cluster cluster, List<Action> before, List<Action> actions, int faults) {
        return new Search(cluster, before, actions, faults);
    }

    /** The first promise that is found broken. */
    Optional<Promise> run() throws Exception {
        return run(new Choices(), true);
    }

    /** The same, of one path alone. */
    Optional<Promise> replay(String path) throws Exception {
        return run(Choices.replay(path), false);
    }

    private Optional<Promise> run(Choices choices, boolean goesOn) throws Exception {
        do {
            Run run = new Run(cluster, before, actions, choices, faults);
            Optional<Promise> broken = run.execute();
            runs++;
            pruned += run.isPruned() ? 1 : 0;
            if (broken.isPresent()) {
                story = actions + ", path " + choices + ": broken: " + broken.get() + run.story();
                return broken;
            }
        } while (goesOn && choices.advance());
        return Optional.empty();
    }

    int runs() {
        return runs;
    }

    /** Of the runs, those of which the rest was searched before. */
    int pruned() {
        return pruned;
    }

    /** How the promise was broken. */
    String story() {
        return story;
    }
}
