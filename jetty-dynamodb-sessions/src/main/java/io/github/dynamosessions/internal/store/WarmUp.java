package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.TrackedSessionData;

/** Encodes and decodes a session that does not exist before a node serves, so that no request pays for what that loads. */
final class WarmUp {

    private WarmUp() {}

    static void run(ItemCodec items, long nowMs) {
        TrackedSessionData data = items.newSession("warm-up", nowMs, nowMs, nowMs, 0);
        data.setAttribute("text", "text");
        data.setAttribute("number", 1);
        // No valid Unicode: the built-in serializer stores it, whatever allow-list and serializer were configured.
        data.setAttribute("serialized", "\uD800");
        TrackedSessionData decoded = items.decode(items.encode(data).item());
        decoded.setAttribute("number", 2);
        items.changes(decoded);
    }
}
