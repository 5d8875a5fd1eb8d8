package io.github.dynamosessions.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A depth-first search through everything that can happen. It remembers one path; a run follows it and goes on with the first step
 * of each new choice. Of steps whose order makes no difference, one order is searched (sleep sets: P. Godefroid, <a
 * href="https://doi.org/10.1007/3-540-60761-7">Partial-Order Methods for the Verification of Concurrent Systems</a>, 1996).
 */
final class Choices {

    /** Steps that may follow, which of them need not since they were searched elsewhere, and which of them is taken. */
    private static final class Point {

        private final List<Step> steps;
        private final Set<Step> asleep;
        private int taken;

        private Point(List<Step> steps, Set<Step> asleep) {
            this.steps = steps;
            this.asleep = asleep;
        }

        /** Takes the next step that has to be searched. Whether there is one. */
        private boolean takeFrom(int index) {
            for (taken = index; taken < steps.size(); taken++) {
                if (!asleep.contains(steps.get(taken))) {
                    return true;
                }
            }
            return false;
        }

        /** What need not follow the step that is taken: it was searched before, and the order makes no difference. */
        private Set<Step> asleepAfterwards() {
            Set<Step> after = new HashSet<>(asleep);
            after.addAll(steps.subList(0, taken));
            after.removeIf(step -> !step.isIndependentOf(steps.get(taken)));
            return after;
        }
    }

    private final List<Point> path = new ArrayList<>();
    private int depth;

    /** A search that begins with a path that {@link #toString} has printed. */
    static Choices replay(String path) {
        Choices choices = new Choices();
        for (String index : path.split("\\.")) {
            Point point = new Point(List.of(), Set.of());
            point.taken = Integer.parseInt(index);
            choices.path.add(point);
        }
        return choices;
    }

    /** The step that this run takes; null if all that may follow was searched. */
    @Nullable
    Step next(List<Step> steps) {
        if (depth < path.size()) {
            Point point = path.get(depth++);
            if (!point.steps.isEmpty() && !point.steps.equals(steps)) {
                throw new IllegalStateException("the run is not deterministic: " + point.steps + " became " + steps);
            }
            return steps.get(point.taken);
        }
        Point point = new Point(
                List.copyOf(steps),
                path.isEmpty() ? Set.of() : path.get(depth - 1).asleepAfterwards());
        if (!point.takeFrom(0)) {
            return null;
        }
        path.add(point);
        depth++;
        return steps.get(point.taken);
    }

    /** Goes on to the next path. Whether there is one. */
    boolean advance() {
        depth = 0;
        while (!path.isEmpty()) {
            Point last = path.get(path.size() - 1);
            if (last.takeFrom(last.taken + 1)) {
                return true;
            }
            path.remove(path.size() - 1);
        }
        return false;
    }

    @Override
    public String toString() {
        return path.stream().map(point -> Integer.toString(point.taken)).collect(Collectors.joining("."));
    }
}
