package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parts of an item. Elements of a list come in its order, without gaps.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html">Projection
 *     expressions</a>
 */
public final class Projection {

    private final List<Path> paths;
    private final Selection root = new Selection();

    Projection(List<Path> paths) {
        this.paths = paths;
        paths.forEach(path -> {
            Selection selection = root;
            for (Path.Step step : path.steps()) {
                selection = selection.below(step);
            }
        });
    }

    /** The paths, in their order. */
    public List<Path> paths() {
        return paths;
    }

    /** The parts of an item. */
    public Map<String, Value> of(Map<String, Value> item) {
        return root.entries(item);
    }

    /** What is selected below a value; all of it, if nothing. */
    private static final class Selection {

        private final Map<String, Selection> names = new LinkedHashMap<>();
        private final Map<Integer, Selection> indexes = new TreeMap<>();

        Selection below(Path.Step step) {
            return step instanceof Path.Name name
                    ? names.computeIfAbsent(name.name(), key -> new Selection())
                    : indexes.computeIfAbsent(((Path.Index) step).index(), key -> new Selection());
        }

        @Nullable
        Value of(Value value) {
            if (names.isEmpty() && indexes.isEmpty()) {
                return value;
            }
            if (value instanceof Value.M map) {
                Map<String, Value> entries = entries(map.entries());
                return entries.isEmpty() ? null : new Value.M(entries);
            }
            if (value instanceof Value.L list) {
                List<Value> elements = elements(list.elements());
                return elements.isEmpty() ? null : new Value.L(elements);
            }
            return null;
        }

        Map<String, Value> entries(Map<String, Value> all) {
            Map<String, Value> entries = new LinkedHashMap<>();
            names.forEach((name, selection) -> {
                Value value = all.get(name);
                Value part = value == null ? null : selection.of(value);
                if (part != null) {
                    entries.put(name, part);
                }
            });
            return entries;
        }

        private List<Value> elements(List<Value> all) {
            List<Value> elements = new ArrayList<>();
            indexes.forEach((index, selection) -> {
                Value part = index < all.size() ? selection.of(all.get(index)) : null;
                if (part != null) {
                    elements.add(part);
                }
            });
            return elements;
        }
    }
}
