package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Gives a session a new key in one transaction: the new item appears and the old one becomes a pointer to it, at once or
 * not at all. The SDK sends a token with it, by which DynamoDB recognises a retry of a transaction that succeeded.
 */
final class SessionMove {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final MeasuredClient client;
    private final TableSettings table;
    private final CallLimits limits;

    SessionMove(MeasuredClient client, TableSettings table, CallLimits limits) {
        this.client = client;
        this.table = table;
        this.limits = limits;
    }

    WriteResult move(StoredItem pointer, StoredItem moved, StoredItem assumed, long aliveAtMs) {
        try {
            client.transactWriteItems(
                    request -> request.transactItems(replace(pointer, assumed, aliveAtMs), create(moved)));
            return WriteResult.DONE;
        } catch (TransactionCanceledException e) {
            List<CancellationReason> reasons = e.cancellationReasons();
            CancellationReason old = reasons.isEmpty() ? null : reasons.get(0);
            boolean refused = old != null && CONDITION_FAILED.equals(old.code());
            boolean conflict = reasons.stream().anyMatch(reason -> Contention.CONFLICT.equals(reason.code()));
            if (refused) {
                return WriteResult.refusedBy(old.item(), aliveAtMs);
            }
            if (conflict) {
                return WriteResult.CHANGED; // somebody writes the session right now
            }
            throw e;
        }
    }

    private TransactWriteItem replace(StoredItem pointer, StoredItem assumed, long aliveAtMs) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.tableName())
                        .item(pointer.values())
                        // attributes = {...} AND lastSaved = 1767225600000 AND (expiry = 0 OR expiry > 1767225600000)
                        // AND (fence = 0 OR attribute_not_exists(fence))
                        .conditionExpression("#attributes = :assumed AND #saved = :saved"
                                + " AND (#expiry = :never OR #expiry > :alive)"
                                + (assumed.fence() == 0
                                        ? " AND (#fence = :fence OR attribute_not_exists(#fence))"
                                        : " AND #fence = :fence"))
                        .expressionAttributeNames(Map.of(
                                "#attributes", ItemSchema.ATTRIBUTES,
                                "#saved", ItemSchema.LAST_SAVED,
                                "#expiry", ItemSchema.EXPIRY,
                                "#fence", ItemSchema.FENCE))
                        .expressionAttributeValues(Map.of(
                                ":assumed", AttributeValue.fromM(assumed.attributes()),
                                ":saved", number(assumed.lastSavedMs()),
                                ":never", number(0),
                                ":alive", number(aliveAtMs),
                                ":fence", number(assumed.fence())))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /** Whatever move of this item is still under way fails from now on: it knows the fence as it was before. */
    WriteResult callOff(String key) {
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .overrideConfiguration(settings -> settings.apiCallTimeout(limits.followUp()))
                    .key(Map.of(table.hashKey(), AttributeValue.fromS(key)))
                    // ADD fence 1
                    .updateExpression("ADD #fence :one")
                    // attribute_exists(sessionId) AND attribute_not_exists(movedTo)
                    .conditionExpression("attribute_exists(#key) AND attribute_not_exists(#movedTo)")
                    .expressionAttributeNames(Map.of(
                            "#fence", ItemSchema.FENCE, "#key", table.hashKey(), "#movedTo", ItemSchema.MOVED_TO))
                    .expressionAttributeValues(Map.of(":one", number(1)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return WriteResult.DONE;
        } catch (ConditionalCheckFailedException e) {
            return WriteResult.refusedBy(e.item(), 0);
        }
    }

    private TransactWriteItem create(StoredItem moved) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.tableName())
                        .item(moved.values())
                        // attribute_not_exists(sessionId)
                        .conditionExpression("attribute_not_exists(#key)")
                        .expressionAttributeNames(Map.of("#key", table.hashKey())))
                .build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
