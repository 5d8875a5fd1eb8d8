package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A document path: an attribute, then names in maps and positions in lists.
 *
 * @param steps the first is a name
 */
public record Path(List<Step> steps) {

    /** A step down into a value. */
    public sealed interface Step {}

    /** An attribute, or an entry of a map. */
    public record Name(String name) implements Step {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A position in a list. */
    public record Index(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** The name of the attribute. */
    public String attribute() {
        return ((Name) steps.get(0)).name();
    }

    /** Whether it ends at the attribute. */
    public boolean isAttribute() {
        return steps.size() == 1;
    }

    /** The value there, or null. */
    public @Nullable Value find(Map<String, Value> item) {
        Value value = item.get(attribute());
        for (int i = 1; i < steps.size() && value != null; i++) {
            value = below(value, steps.get(i));
        }
        return value;
    }

    private static @Nullable Value below(Value value, Step step) {
        if (step instanceof Name name) {
            return value instanceof Value.M map ? map.entries().get(name.name()) : null;
        }
        int index = ((Index) step).index();
        return value instanceof Value.L list && index < list.elements().size()
                ? list.elements().get(index)
                : null;
    }

    /** As error messages show it: {@code [a, b, [1]]}. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
