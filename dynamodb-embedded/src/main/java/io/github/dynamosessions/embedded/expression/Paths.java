package io.github.dynamosessions.embedded.expression;

import java.util.ArrayList;
import java.util.List;

/** The paths that a condition looks at. */
public final class Paths {

    private Paths() {}

    /** All of them, in the order of the expression. */
    public static List<Path> of(Condition condition) {
        List<Path> paths = new ArrayList<>();
        add(condition, paths);
        return paths;
    }

    private static void add(Condition condition, List<Path> paths) {
        if (condition instanceof Condition.And and) {
            add(and.left(), paths);
            add(and.right(), paths);
        } else if (condition instanceof Condition.Or or) {
            add(or.left(), paths);
            add(or.right(), paths);
        } else if (condition instanceof Condition.Not not) {
            add(not.condition(), paths);
        } else if (condition instanceof Condition.Compare compare) {
            add(paths, compare.left(), compare.right());
        } else if (condition instanceof Condition.Between between) {
            add(paths, between.operand(), between.low(), between.high());
        } else if (condition instanceof Condition.In in) {
            add(paths, in.operand());
            in.candidates().forEach(candidate -> add(paths, candidate));
        } else if (condition instanceof Condition.Exists exists) {
            paths.add(exists.path());
        } else if (condition instanceof Condition.HasType hasType) {
            paths.add(hasType.path());
        } else if (condition instanceof Condition.BeginsWith beginsWith) {
            add(paths, beginsWith.operand(), beginsWith.prefix());
        } else if (condition instanceof Condition.Contains contains) {
            add(paths, contains.operand(), contains.part());
        }
    }

    private static void add(List<Path> paths, Operand... operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.At at) {
                paths.add(at.path());
            } else if (operand instanceof Operand.Size size) {
                add(paths, size.of());
            }
        }
    }
}
