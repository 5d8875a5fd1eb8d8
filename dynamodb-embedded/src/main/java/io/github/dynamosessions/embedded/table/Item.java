package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Sizes;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;

/**
 * A stored item. Immutable.
 *
 * @param attributes names and values
 * @param size in bytes, as DynamoDB counts
 */
public record Item(Map<String, Value> attributes, int size) {

    /** The limit of an item's size: 400 KB. */
    public static final int LARGEST = 400 * 1024;

    /** Computes the size. */
    public static Item of(Map<String, Value> attributes) {
        return new Item(attributes, Sizes.of(attributes));
    }
}
