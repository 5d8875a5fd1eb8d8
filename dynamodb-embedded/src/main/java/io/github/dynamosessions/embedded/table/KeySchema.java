package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that make a key. A table has one partition key attribute and at most one sort key attribute; a global
 * secondary index may have up to four of each.
 *
 * @param hash names of the partition key
 * @param range names of the sort key
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html">Multi-attribute
 *     keys</a>
 */
public record KeySchema(List<String> hash, List<String> range) {

    /** All names, partition key first. */
    public List<String> names() {
        List<String> names = new ArrayList<>(hash);
        names.addAll(range);
        return names;
    }

    /** Whether an attribute belongs to the key. */
    public boolean contains(String name) {
        return hash.contains(name) || range.contains(name);
    }

    /** The position of an item in a table. The item must have the key. */
    public Position position(Map<String, Value> item) {
        return Position.of(values(hash, item), values(range, item), null);
    }

    /** The position in an index, or null if the item lacks a key attribute of it: indexes are sparse. */
    public @Nullable Position positionInIndex(Map<String, Value> item, Position primary) {
        for (String name : hash) {
            if (!item.containsKey(name)) {
                return null;
            }
        }
        for (String name : range) {
            if (!item.containsKey(name)) {
                return null;
            }
        }
        return Position.of(values(hash, item), values(range, item), primary);
    }

    /** The key attributes of an item. */
    public Map<String, Value> keyOf(Map<String, Value> item) {
        Map<String, Value> key = new LinkedHashMap<>();
        for (String name : names()) {
            Value value = item.get(name);
            if (value != null) {
                key.put(name, value);
            }
        }
        return key;
    }

    private static List<Value> values(List<String> names, Map<String, Value> item) {
        if (names.size() == 1) {
            Value value = item.get(names.get(0));
            return value == null ? List.of() : List.of(value);
        }
        List<Value> values = new ArrayList<>(names.size());
        for (String name : names) {
            Value value = item.get(name);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
