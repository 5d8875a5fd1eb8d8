package io.github.dynamosessions.embedded.global;

import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import org.jspecify.annotations.Nullable;

/**
 * A write on its way to another Region.
 *
 * @param table the table's name
 * @param position of the item
 * @param item null if it was deleted
 * @param version when and where it was written
 */
record ReplicatedWrite(
        String table, Position position, @Nullable Item item, Version version) {}
