package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemChange.TimesHold;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Writes of one session. Each has a condition, so that none brings back what was ended; a failed one is an answer. */
final class SessionWrites {

    private static final String LIVES_AND_IS_NOT_OVERTAKEN = "attribute_exists(#key) AND attribute_not_exists(#movedTo)"
            + " AND (attribute_not_exists(#saved) OR #saved <= :latest)";

    private final MeasuredClient client;
    private final TableSettings table;
    private final CallLimits limits;
    private final LateAttempts lateAttempts;

    SessionWrites(MeasuredClient client, TableSettings table, CallLimits limits) {
        this.client = client;
        this.table = table;
        this.limits = limits;
        this.lateAttempts = new LateAttempts(client, table, limits);
    }

    WriteResult update(String key, ItemChange change, long aliveAtMs) {
        WriteResult result = WriteResult.DONE;
        for (ItemChange step : change.steps()) {
            WriteResult before = result;
            result = updateOnce(key, step, aliveAtMs);
            if (result.is(WriteResult.Outcome.CHANGED)) {
                // Another node has written later times. They stand; what is left to write are the attributes.
                ItemChange attributes = step.withoutTimes();
                result = attributes.isEmpty() ? WriteResult.DONE : updateOnce(key, attributes, aliveAtMs);
            }
            result = result.after(before);
            if (!result.is(WriteResult.Outcome.DONE)) {
                return result;
            }
        }
        return result;
    }

    private WriteResult updateOnce(String key, ItemChange change, long aliveAtMs) {
        UpdateExpression update = UpdateExpression.of(change);
        long latestSaveMs = change.lastSavedMs() + limits.simultaneousMs();
        // attribute_exists(sessionId) AND (expiry = 0 OR expiry > 1767225600000) AND lastSaved <= 1767225600500
        String condition = "attribute_exists(" + update.name(table.hashKey()) + ") AND ("
                + update.name(ItemSchema.EXPIRY) + " = " + update.value(0) + " OR "
                + update.name(ItemSchema.EXPIRY) + " > " + update.value(aliveAtMs) + ") AND "
                + update.name(ItemSchema.LAST_SAVED) + " <= " + update.value(latestSaveMs);
        if (change.timesHold() != TimesHold.ANYWAY) {
            // ... AND expiry <= 1767227400000
            condition += " AND " + update.name(ItemSchema.EXPIRY) + " <= "
                    + update.value(change.metadata().get(ItemSchema.EXPIRY));
        }
        if (change.timesHold() == TimesHold.UNLESS_LATER_OR_NEW_TIMEOUT) {
            // ... AND maxInactive = 1800000
            condition += " AND " + update.name(ItemSchema.MAX_INACTIVE) + " = "
                    + update.value(change.metadata().get(ItemSchema.MAX_INACTIVE));
        }
        String allConditions = condition;
        Attempts attempts = new Attempts();
        try {
            UpdateItemResponse response = client.updateItem(attempts, request -> request.tableName(table.tableName())
                    .key(key(key))
                    .updateExpression(update.text())
                    .conditionExpression(allConditions)
                    .expressionAttributeNames(update.names())
                    .expressionAttributeValues(update.values())
                    .returnValues(ReturnValue.UPDATED_OLD)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            long savedMs = attempts.mayComeLate() ? lateAttempts.callOff(key, change) : change.lastSavedMs();
            return WriteResult.updated(response.attributes(), change, savedMs);
        } catch (ConditionalCheckFailedException e) {
            return WriteResult.refusedBy(e.item(), aliveAtMs, latestSaveMs);
        } catch (RuntimeException e) {
            if (attempts.mayComeLate()) {
                lateAttempts.outlast(change);
            }
            throw e;
        }
    }

    WriteResult delete(StoredItem tombstone, long nowMs) {
        long latestSaveMs = nowMs + limits.simultaneousMs();
        // attribute_exists(sessionId) AND attribute_not_exists(movedTo)
        // AND (attribute_not_exists(lastSaved) OR lastSaved <= 1767225600500)
        // AND (attribute_not_exists(lateUntil) OR lateUntil < 1767225600000)
        WriteResult result = delete(
                tombstone.values().get(table.hashKey()).s(),
                LIVES_AND_IS_NOT_OVERTAKEN + " AND (attribute_not_exists(#late) OR #late < :now)",
                Map.of(
                        "#key", table.hashKey(),
                        "#movedTo", ItemSchema.MOVED_TO,
                        "#saved", ItemSchema.LAST_SAVED,
                        "#late", ItemSchema.LATE_UNTIL),
                Map.of(":latest", number(latestSaveMs), ":now", number(nowMs)),
                latestSaveMs);
        return result.is(WriteResult.Outcome.CHANGED) ? bury(tombstone, latestSaveMs) : result;
    }

    /** Ends a session that an attempt to create it may still bring back: it meets the tombstone. */
    private WriteResult bury(StoredItem tombstone, long latestSaveMs) {
        String key = tombstone.values().get(table.hashKey()).s();
        return end(key, latestSaveMs, attempts -> {
            PutItemResponse response = client.putItem(attempts, request -> request.tableName(table.tableName())
                    .item(tombstone.values())
                    // attribute_exists(sessionId) AND attribute_not_exists(movedTo)
                    // AND (attribute_not_exists(lastSaved) OR lastSaved <= 1767225600500)
                    .conditionExpression(LIVES_AND_IS_NOT_OVERTAKEN)
                    .expressionAttributeNames(Map.of(
                            "#key", table.hashKey(),
                            "#movedTo", ItemSchema.MOVED_TO,
                            "#saved", ItemSchema.LAST_SAVED))
                    .expressionAttributeValues(Map.of(":latest", number(latestSaveMs)))
                    .returnValues(ReturnValue.ALL_OLD)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return response.attributes();
        });
    }

    /** One that an attempt to create it may still bring back is left to a later turn. */
    WriteResult deleteExpired(String key, long expiryMs) {
        // expiry = 1767225600000 AND (attribute_not_exists(lateUntil) OR lateUntil < 1767225600000)
        return delete(
                key,
                "#expiry = :expiry AND (attribute_not_exists(#late) OR #late < :now)",
                Map.of("#expiry", ItemSchema.EXPIRY, "#late", ItemSchema.LATE_UNTIL),
                Map.of(":expiry", number(expiryMs), ":now", number(System.currentTimeMillis())),
                Long.MAX_VALUE);
    }

    private WriteResult delete(
            String key,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            long latestSaveMs) {
        return end(key, latestSaveMs, attempts -> {
            DeleteItemResponse response = client.deleteItem(attempts, request -> request.tableName(table.tableName())
                    .key(key(key))
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .returnValues(ReturnValue.ALL_OLD)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return response.attributes();
        });
    }

    /**
     * Makes a call that ends a session, and learns whether it did.
     *
     * @param call gives the item that was there
     */
    private WriteResult end(String key, long latestSaveMs, Function<Attempts, Map<String, AttributeValue>> call) {
        Attempts attempts = new Attempts();
        try {
            return WriteResult.deleted(call.apply(attempts));
        } catch (ConditionalCheckFailedException e) {
            WriteResult reason = WriteResult.refusedBy(e.item(), 0, latestSaveMs);
            // An item that is gone was deleted by this very call if it had an attempt before, whose answer was lost.
            return reason.is(WriteResult.Outcome.GONE) && attempts.mayHaveSucceeded(false)
                    ? WriteResult.deleted(Map.of())
                    : reason;
        } catch (RuntimeException e) {
            if (attempts.mayHaveSucceeded(true) && isGone(key)) {
                return WriteResult.deleted(Map.of());
            }
            throw e;
        }
    }

    /** Whether a session has been ended, as far as can be learned now. */
    private boolean isGone(String key) {
        try {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table.tableName())
                            .overrideConfiguration(settings -> settings.apiCallTimeout(limits.followUp()))
                            .key(key(key))
                            .consistentRead(true)
                            .projectionExpression("#key, #movedTo")
                            .expressionAttributeNames(Map.of("#key", table.hashKey(), "#movedTo", ItemSchema.MOVED_TO)))
                    .item();
            return WriteResult.refusedBy(item, 0).is(WriteResult.Outcome.GONE);
        } catch (RuntimeException e) {
            return false; // nobody knows, which the failure of the delete says already
        }
    }

    boolean claim(String key, long expiryMs, long bucketMs, long leaseEndMs) {
        Attempts attempts = new Attempts();
        try {
            client.updateItem(attempts, request -> request.tableName(table.tableName())
                    .key(key(key))
                    // SET expiryBucket = 1767225900000
                    .updateExpression("SET #bucket = :lease")
                    // expiry = 1767225600000 AND expiryBucket = 1767225600000
                    .conditionExpression("#expiry = :expiry AND #bucket = :bucket")
                    .expressionAttributeNames(Map.of("#bucket", ItemSchema.EXPIRY_BUCKET, "#expiry", ItemSchema.EXPIRY))
                    .expressionAttributeValues(Map.of(
                            ":lease", number(leaseEndMs),
                            ":expiry", number(expiryMs),
                            ":bucket", number(bucketMs)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            // An attempt of this very call whose answer was lost may have done it.
            return attempts.mayHaveSucceeded(false)
                    && number(leaseEndMs).equals(e.item().get(ItemSchema.EXPIRY_BUCKET));
        }
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
