package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.StoredItem;

/**
 * A session of another context whose ID a new session takes over.
 *
 * @param table where it is stored
 * @param item as it was read, opened by the cookie of the request
 */
public record JoinedSession(TableSettings table, StoredItem item) {}
