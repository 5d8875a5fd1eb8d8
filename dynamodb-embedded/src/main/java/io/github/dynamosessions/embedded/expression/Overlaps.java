package io.github.dynamosessions.embedded.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds two paths of one expression of which one contains the other, or that take a value as map and as list. */
final class Overlaps {

    private Overlaps() {}

    /** What is wrong with the paths; null if nothing is. */
    static @Nullable String find(List<Path> paths) {
        for (int second = 1; second < paths.size(); second++) {
            for (int first = 0; first < second; first++) {
                String relation =
                        relation(paths.get(first).steps(), paths.get(second).steps());
                if (relation != null) {
                    return "Two document paths " + relation
                            + " with each other; must remove or rewrite one of these paths; path one: "
                            + paths.get(first) + ", path two: " + paths.get(second);
                }
            }
        }
        return null;
    }

    private static @Nullable String relation(List<Path.Step> a, List<Path.Step> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Path.Step x = a.get(i);
            Path.Step y = b.get(i);
            if (!x.equals(y)) {
                return x.getClass() == y.getClass() ? null : "conflict";
            }
        }
        return "overlap";
    }
}
