package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of values at a path. Values are immutable, so what contains a change is copied. */
final class Documents {

    private Documents() {}

    /**
     * An item with a value at a path, or without it.
     *
     * @param value null removes what is there
     * @throws ServiceError if what contains the path's last step does not exist or has another type
     */
    static Map<String, Value> with(Map<String, Value> item, Path path, @Nullable Value value) {
        return entries(item, path.steps(), 0, value);
    }

    private static Map<String, Value> entries(
            Map<String, Value> entries, List<Path.Step> steps, int depth, @Nullable Value value) {
        String name = ((Path.Name) steps.get(depth)).name();
        Map<String, Value> copy = new LinkedHashMap<>(entries);
        Value changed = depth + 1 == steps.size() ? value : inside(entries.get(name), steps, depth + 1, value);
        if (changed == null) {
            copy.remove(name);
        } else {
            copy.put(name, changed);
        }
        return copy;
    }

    private static Value inside(@Nullable Value container, List<Path.Step> steps, int depth, @Nullable Value value) {
        Path.Step step = steps.get(depth);
        if (step instanceof Path.Name && container instanceof Value.M map) {
            return new Value.M(Collections.unmodifiableMap(entries(map.entries(), steps, depth, value)));
        }
        if (step instanceof Path.Index index && container instanceof Value.L list) {
            return new Value.L(
                    Collections.unmodifiableList(elements(list.elements(), index.index(), steps, depth, value)));
        }
        throw ServiceError.validation("The document path provided in the update expression is invalid for update");
    }

    private static List<Value> elements(
            List<Value> elements, int index, List<Path.Step> steps, int depth, @Nullable Value value) {
        List<Value> copy = new ArrayList<>(elements);
        boolean exists = index < elements.size();
        if (depth + 1 < steps.size()) {
            copy.set(exists ? index : 0, inside(exists ? elements.get(index) : null, steps, depth + 1, value));
        } else if (value == null) {
            if (exists) {
                copy.remove(index);
            }
        } else if (exists) {
            copy.set(index, value);
        } else {
            copy.add(value); // beyond the end means at the end
        }
        return copy;
    }
}
