package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an index stores of an item beside the keys of the table and its own.
 *
 * @param type ALL, KEYS_ONLY or INCLUDE
 * @param included names, with INCLUDE
 */
public record Projection(String type, List<String> included) {

    /** Whether an index has everything. */
    public boolean isAll() {
        return type.equals("ALL");
    }

    Item apply(Item item, KeySchema table, KeySchema index) {
        if (isAll()) {
            return item;
        }
        Map<String, Value> projected = new LinkedHashMap<>();
        item.attributes().forEach((name, value) -> {
            if (projects(name, table, index)) {
                projected.put(name, value);
            }
        });
        return Item.of(projected);
    }

    /** Whether an attribute is in the index. */
    public boolean projects(String name, KeySchema table, KeySchema index) {
        return isAll() || table.contains(name) || index.contains(name) || included.contains(name);
    }
}
