package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Attempts to change a session that were not answered, since their connection broke, and which DynamoDB may still execute.
 * They are refused once a write is stored that is younger by more than {@link CallLimits#simultaneousMs}. The request that
 * follows may come sooner than that: here is seen to it that it counts as later.
 */
final class LateAttempts {

    private final MeasuredClient client;
    private final TableSettings table;
    private final CallLimits limits;

    LateAttempts(MeasuredClient client, TableSettings table, CallLimits limits) {
        this.client = client;
        this.table = table;
        this.limits = limits;
    }

    /**
     * After a change that was written by a later attempt: dates it so far ahead that the earlier ones are refused from now
     * on.
     *
     * @return when the item now says that the change was written, in epoch milliseconds
     */
    long callOff(String key, ItemChange change) {
        // By so much that a write which still counts as simultaneous with this date is too late for the attempts as
        // well.
        long aheadMs = change.lastSavedMs() + 2 * limits.simultaneousMs() + 1;
        if (System.currentTimeMillis() - change.lastSavedMs() > limits.attempt().toMillis()) {
            return change.lastSavedMs(); // whatever follows is late enough
        }
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .overrideConfiguration(settings -> settings.apiCallTimeout(limits.followUp()))
                    .key(Map.of(table.hashKey(), AttributeValue.fromS(key)))
                    // SET lastSaved = 1767225601001
                    .updateExpression("SET #saved = :ahead")
                    // attribute_exists(sessionId) AND attribute_not_exists(movedTo) AND lastSaved < 1767225601001
                    .conditionExpression(
                            "attribute_exists(#key) AND attribute_not_exists(#movedTo) AND #saved < :ahead")
                    .expressionAttributeNames(Map.of(
                            "#saved", ItemSchema.LAST_SAVED, "#key", table.hashKey(), "#movedTo", ItemSchema.MOVED_TO))
                    .expressionAttributeValues(Map.of(":ahead", AttributeValue.fromN(Long.toString(aheadMs))))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return aheadMs;
        } catch (ConditionalCheckFailedException e) {
            // Written, moved or ended meanwhile; or dated by an attempt of this call whose answer was lost.
            AttributeValue savedMs = e.item().get(ItemSchema.LAST_SAVED);
            return savedMs == null ? change.lastSavedMs() : Long.parseLong(savedMs.n());
        }
    }

    /** After a change of which every attempt has failed: waits until whatever follows is late enough. */
    void outlast(ItemChange change) {
        // A change that is dated ahead of this clock is not waited for any longer.
        Pause.untilAfter(Math.min(System.currentTimeMillis(), change.lastSavedMs()) + limits.simultaneousMs());
    }
}
