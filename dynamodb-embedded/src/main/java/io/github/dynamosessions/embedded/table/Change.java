package io.github.dynamosessions.embedded.table;

import org.jspecify.annotations.Nullable;

/**
 * What a write does to one item.
 *
 * @param position of the item in its table
 * @param before the item, if it existed
 * @param after the item, if it exists
 */
public record Change(
        Position position, @Nullable Item before, @Nullable Item after) {}
