package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Changes and ends of one session. Each has a condition on what it has seen, so that a delayed or duplicate attempt is refused; a
 * refusal is an answer, and brings the item.
 */
final class SessionWrites {

    private final MeasuredClient client;
    private final TableSettings table;
    private final Duration followUpTimeout;

    /** @param followUpTimeout of a call that is made because another one has failed: its request has waited already */
    SessionWrites(MeasuredClient client, TableSettings table, Duration followUpTimeout) {
        this.client = client;
        this.table = table;
        this.followUpTimeout = followUpTimeout;
    }

    WriteResult update(String key, ItemChange change, long aliveAtMs) {
        return update(key, UpdateExpression.of(change, aliveAtMs), ReturnValue.NONE);
    }

    WriteResult callOffRotation(String key, long idVersion) {
        UpdateExpression fence = new UpdateExpression();
        // SET version = version + 1, idVersion = version + 1
        fence.raise(ItemSchema.VERSION);
        fence.raise(ItemSchema.ID_VERSION);
        // idVersion = 7
        fence.whereIs(ItemSchema.ID_VERSION, idVersion);
        return update(
                key,
                fence,
                ReturnValue.NONE,
                request -> request.overrideConfiguration(call -> call.apiCallTimeout(followUpTimeout)));
    }

    WriteResult end(String key, Map<String, AttributeValue> tombstone, long version) {
        UpdateExpression end = tombstone(tombstone, null);
        // version = 12
        end.whereIs(ItemSchema.VERSION, version);
        return update(key, end, ReturnValue.ALL_OLD);
    }

    WriteResult endUnreadable(String key, Map<String, AttributeValue> tombstone, @Nullable Long version) {
        UpdateExpression end = tombstone(tombstone, version);
        // attribute_exists(sessionId) AND attribute_not_exists(ended)
        end.where("attribute_exists(" + end.name(table.hashKey()) + ")");
        end.where("attribute_not_exists(" + end.name(ItemSchema.ENDED) + ")");
        return update(key, end, ReturnValue.ALL_OLD);
    }

    /**
     * In place of the session: the version goes on, so that whatever was to be written to the session is refused, also if
     * another session has the same ID some day.
     */
    private UpdateExpression tombstone(Map<String, AttributeValue> tombstone, @Nullable Long version) {
        UpdateExpression end = new UpdateExpression();
        // SET ended = 'VGhpcyBpcw', expires = 1767313861, version = version + 1
        // REMOVE created, accessed, …, attributes
        tombstone.forEach((name, value) -> end.set(end.name(name), end.value(value)));
        if (version == null) {
            end.raise(ItemSchema.VERSION);
        } else {
            end.set(end.name(ItemSchema.VERSION), end.value(version));
        }
        for (String name : ItemSchema.namesWithoutTombstone()) {
            if (!tombstone.containsKey(name)) {
                end.remove(end.name(name));
            }
        }
        return end;
    }

    void deleteTombstone(StoredItem tombstone) {
        try {
            client.deleteItem(request -> request.tableName(table.tableName())
                    .key(Map.of(table.hashKey(), tombstone.values().get(table.hashKey())))
                    // ended = 'VGhpcyBpcw'
                    .conditionExpression("#ended = :token")
                    .expressionAttributeNames(Map.of("#ended", ItemSchema.ENDED))
                    .expressionAttributeValues(
                            Map.of(":token", tombstone.values().get(ItemSchema.ENDED))));
        } catch (ConditionalCheckFailedException e) {
            // Another node has deleted it.
        }
    }

    private WriteResult update(String key, UpdateExpression update, ReturnValue returned) {
        return update(key, update, returned, request -> {});
    }

    private WriteResult update(
            String key, UpdateExpression update, ReturnValue returned, Consumer<UpdateItemRequest.Builder> settings) {
        try {
            Map<String, AttributeValue> before = client.updateItem(request -> {
                        settings.accept(request);
                        request.tableName(table.tableName())
                                .key(Map.of(table.hashKey(), AttributeValue.fromS(key)))
                                .updateExpression(update.text())
                                .conditionExpression(update.condition())
                                .expressionAttributeNames(update.names())
                                .expressionAttributeValues(update.values())
                                .returnValues(returned)
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                    })
                    .attributes();
            return new WriteResult(true, StoredItem.of(new HashMap<>(before)));
        } catch (ConditionalCheckFailedException e) {
            return refused(e);
        }
    }

    private static WriteResult refused(ConditionalCheckFailedException e) {
        return new WriteResult(false, e.hasItem() ? StoredItem.of(e.item()) : null);
    }
}
