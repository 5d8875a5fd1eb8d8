package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does once before its node serves, so that no request pays for it: it encodes and decodes a session that does not
 * exist, and asks DynamoDB for it. Never fails: a node starts while DynamoDB is away.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final SessionScope scope;
    private final ItemCodec items;
    private final DynamoGateway dynamo;

    WarmUp(SessionScope scope, ItemCodec items, DynamoGateway dynamo) {
        this.scope = scope;
        this.items = items;
        this.dynamo = dynamo;
    }

    /**
     * Runs once.
     *
     * @param where the table and how it is reached, for the log
     */
    void run(String where) {
        String key = scope.keyStart(); // that of a session with an empty id, which no session has
        codeASession();
        @Nullable String obstacle = dynamo.obstacle(key);
        if (obstacle != null) {
            LOG.warn("Cannot read {}: {}. Requests that use a session get 503 until this is fixed.", where, obstacle);
        }
    }

    private void codeASession() {
        long nowMs = System.currentTimeMillis();
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
