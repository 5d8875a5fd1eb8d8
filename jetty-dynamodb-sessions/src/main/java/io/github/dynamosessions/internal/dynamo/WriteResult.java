package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.StoredItem;
import org.jspecify.annotations.Nullable;

/**
 * What became of a conditional write.
 *
 * @param isDone whether it was executed; if not, its condition failed
 * @param item the item as it was before, if the write was executed and asked for it; the item as it is, if it was refused;
 *     null if there is none
 */
public record WriteResult(boolean isDone, @Nullable StoredItem item) {

    static final WriteResult DONE = new WriteResult(true, null);
}
