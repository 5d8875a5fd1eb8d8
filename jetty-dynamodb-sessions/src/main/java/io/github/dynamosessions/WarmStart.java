package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.SessionScope;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does once before its node serves, so that no request pays for it: a session that nobody owns is encoded
 * and decoded, and DynamoDB is asked for it. Never fails: a node starts while DynamoDB is away.
 */
final class WarmStart {

    private static final Logger LOG = LoggerFactory.getLogger(WarmStart.class);

    private final SessionScope scope;
    private final ItemCodec items;
    private final DynamoGateway dynamo;

    WarmStart(SessionScope scope, ItemCodec items, DynamoGateway dynamo) {
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
        codeASession(key);
        @Nullable String obstacle = dynamo.obstacle(key);
        if (obstacle != null) {
            LOG.warn(
                    "{} cannot be read yet, but this node starts all the same, and serves as soon as it can: {}",
                    where,
                    obstacle);
        }
    }

    private void codeASession(String key) {
        long nowMs = System.currentTimeMillis();
        SessionData data = items.newSession("", nowMs, nowMs, nowMs, 0);
        data.setAttribute("text", "text");
        data.setAttribute("number", 1);
        // No valid Unicode: the built-in serializer stores it, and neither an allow-list nor the application's own
        // serializer has a say.
        data.setAttribute("serialized", "\uD800");
        SessionData decoded = items.decode("", items.encode(key, data));
        decoded.setAttribute("number", 2);
        items.changes(key, decoded);
    }
}
