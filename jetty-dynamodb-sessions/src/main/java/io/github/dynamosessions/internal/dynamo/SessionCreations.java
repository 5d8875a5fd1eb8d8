package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.JoinedSessionChangedException;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Stores new sessions: with one call, so that a new session is never seen without what makes it belong to those of other contexts.
 * Thread safe.
 */
final class SessionCreations {

    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String NEVER_VALID = "ValidationError";
    private static final String CONFLICT = "TransactionConflict";

    private final MeasuredClient client;
    private final TableSettings table;

    SessionCreations(MeasuredClient client, TableSettings table) {
        this.client = client;
        this.table = table;
    }

    WriteResult create(StoredItem item, @Nullable StoredItem tombstone, List<JoinedSession> joined) {
        Put put = put(item, tombstone);
        try {
            if (joined.isEmpty()) {
                client.putItem(request -> request.tableName(put.tableName())
                        .item(put.item())
                        .conditionExpression(put.conditionExpression())
                        .expressionAttributeNames(put.expressionAttributeNames())
                        .expressionAttributeValues(
                                put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null)
                        .returnValuesOnConditionCheckFailure(put.returnValuesOnConditionCheckFailure()));
            } else {
                List<TransactWriteItem> items = new ArrayList<>();
                items.add(TransactWriteItem.builder().put(put).build());
                joined.forEach(other -> items.add(
                        TransactWriteItem.builder().update(raise(other)).build()));
                client.transactWriteItems(request -> request.transactItems(items));
            }
            return WriteResult.DONE;
        } catch (ConditionalCheckFailedException e) {
            return new WriteResult(false, e.hasItem() ? StoredItem.of(e.item()) : null);
        } catch (TransactionCanceledException e) {
            return canceled(e);
        }
    }

    private Put put(StoredItem item, @Nullable StoredItem tombstone) {
        Put.Builder put = Put.builder()
                .tableName(table.tableName())
                .item(item.values())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (tombstone == null) {
            // attribute_not_exists(sessionId)
            put.conditionExpression("attribute_not_exists(#name)")
                    .expressionAttributeNames(Map.of("#name", table.hashKey()));
        } else {
            // ended = 'VGhpcyBpcw'
            put.conditionExpression("#name = :token")
                    .expressionAttributeNames(Map.of("#name", ItemSchema.ENDED))
                    .expressionAttributeValues(
                            Map.of(":token", tombstone.values().get(ItemSchema.ENDED)));
        }
        return put.build();
    }

    /** The session of the other context must still have its secret; a rotation or a logout that has missed the new one is refused. */
    private static Update raise(JoinedSession other) {
        UpdateExpression raise = new UpdateExpression();
        // SET version = version + 1, idVersion = version + 1
        raise.raise(ItemSchema.VERSION);
        raise.raise(ItemSchema.ID_VERSION);
        // verifier = <SHA-256 of the secret>, which a tombstone has not
        raise.where(raise.name(ItemSchema.VERIFIER) + " = " + raise.value(other.verifier()));
        return Update.builder()
                .tableName(other.table().tableName())
                .key(Map.of(other.table().hashKey(), AttributeValue.fromS(other.key())))
                .updateExpression(raise.text())
                .conditionExpression(raise.condition())
                .expressionAttributeNames(raise.names())
                .expressionAttributeValues(raise.values())
                .build();
    }

    private static WriteResult canceled(TransactionCanceledException e) {
        CancellationReason own = e.cancellationReasons().isEmpty()
                ? CancellationReason.builder().build()
                : e.cancellationReasons().get(0);
        if (CONDITION_FAILED.equals(own.code())) {
            return new WriteResult(false, own.hasItem() ? StoredItem.of(own.item()) : null);
        }
        if (isFor(e, CONDITION_FAILED)) {
            throw new JoinedSessionChangedException();
        }
        throw e;
    }

    /** Whether a call was refused since a transaction on its item was under way, or a transaction since another call was. */
    static boolean isConflict(RuntimeException e) {
        return e instanceof TransactionConflictException
                || e instanceof TransactionCanceledException canceled && isFor(canceled, CONFLICT);
    }

    /** Whether a condition has failed, which is an answer. */
    static boolean isRefused(RuntimeException e) {
        return e instanceof ConditionalCheckFailedException
                || e instanceof TransactionCanceledException canceled && isFor(canceled, CONDITION_FAILED);
    }

    static boolean isInvalid(RuntimeException e) {
        return e instanceof TransactionCanceledException canceled && isFor(canceled, NEVER_VALID);
    }

    private static boolean isFor(TransactionCanceledException e, String code) {
        return e.cancellationReasons().stream().anyMatch(reason -> code.equals(reason.code()));
    }
}
