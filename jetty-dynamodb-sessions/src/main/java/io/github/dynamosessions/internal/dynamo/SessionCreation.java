package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Creates sessions. An attempt that was given up may still reach DynamoDB, and would create the session once more if it
 * had been ended by then: so a session whose creation had such an attempt is marked, and leaves a tombstone when it ends.
 */
final class SessionCreation {

    private final MeasuredClient client;
    private final TableSettings table;
    private final CallLimits limits;

    SessionCreation(MeasuredClient client, TableSettings table, CallLimits limits) {
        this.client = client;
        this.table = table;
        this.limits = limits;
    }

    boolean create(StoredItem item, long nowMs) {
        Attempts attempts = new Attempts();
        long start = System.nanoTime();
        boolean created = put(item, nowMs, attempts);
        // Of a client that does not count them, the time tells whether one was given up, but not whether one was cut.
        boolean slow = System.nanoTime() - start >= limits.attempt().toNanos();
        if (attempts.mayComeLate() || slow) {
            mark(
                    item.values().get(table.hashKey()),
                    nowMs + limits.longestDelay().toMillis());
        }
        return created;
    }

    private boolean put(StoredItem item, long nowMs, Attempts attempts) {
        try {
            client.putItem(attempts, request -> request.tableName(table.tableName())
                    .item(item.values())
                    // attribute_not_exists(sessionId) OR expiry BETWEEN 1 AND 1767225600000
                    .conditionExpression("attribute_not_exists(#key) OR #expiry BETWEEN :one AND :now")
                    .expressionAttributeNames(Map.of("#key", table.hashKey(), "#expiry", ItemSchema.EXPIRY))
                    .expressionAttributeValues(Map.of(":one", number(1), ":now", number(nowMs))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private void mark(AttributeValue key, long untilMs) {
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .overrideConfiguration(settings -> settings.apiCallTimeout(limits.followUp()))
                    .key(Map.of(table.hashKey(), key))
                    // SET lateUntil = 1767225660000
                    .updateExpression("SET #late = :until")
                    // attribute_exists(sessionId) AND attribute_not_exists(movedTo)
                    .conditionExpression("attribute_exists(#key) AND attribute_not_exists(#movedTo)")
                    .expressionAttributeNames(Map.of(
                            "#late", ItemSchema.LATE_UNTIL, "#key", table.hashKey(), "#movedTo", ItemSchema.MOVED_TO))
                    .expressionAttributeValues(Map.of(":until", number(untilMs))));
        } catch (ConditionalCheckFailedException e) {
            // Another request has ended it or given it a new id: there is nothing left to mark.
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
