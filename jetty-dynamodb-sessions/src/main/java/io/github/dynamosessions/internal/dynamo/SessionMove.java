package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
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

    SessionMove(MeasuredClient client, TableSettings table) {
        this.client = client;
        this.table = table;
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
            boolean conflict = reasons.stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()));
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
                        .conditionExpression("#attributes = :assumed AND #saved = :saved"
                                + " AND (#expiry = :never OR #expiry > :alive)")
                        .expressionAttributeNames(Map.of(
                                "#attributes", ItemSchema.ATTRIBUTES,
                                "#saved", ItemSchema.LAST_SAVED,
                                "#expiry", ItemSchema.EXPIRY))
                        .expressionAttributeValues(Map.of(
                                ":assumed", AttributeValue.fromM(assumed.attributes()),
                                ":saved", AttributeValue.fromN(Long.toString(assumed.lastSavedMs())),
                                ":never", AttributeValue.fromN("0"),
                                ":alive", AttributeValue.fromN(Long.toString(aliveAtMs))))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
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
}
