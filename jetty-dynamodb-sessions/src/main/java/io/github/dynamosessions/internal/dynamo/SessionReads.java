package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads of sessions and tombstones by key. */
final class SessionReads {

    private static final int MAX_BATCH_KEYS = 100;

    private final MeasuredClient client;
    private final TableSettings table;
    private final Duration followUpTimeout;

    SessionReads(MeasuredClient client, TableSettings table, Duration followUpTimeout) {
        this.client = client;
        this.table = table;
        this.followUpTimeout = followUpTimeout;
    }

    @Nullable
    StoredItem get(String key, boolean consistent) {
        return StoredItem.of(client.getItem(request ->
                        request.tableName(table.tableName()).key(key(key)).consistentRead(consistent))
                .item());
    }

    @Nullable
    StoredItem getAfterFailure(String key) {
        return StoredItem.of(
                client.getItem(request -> request.overrideConfiguration(call -> call.apiCallTimeout(followUpTimeout))
                                .tableName(table.tableName())
                                .key(key(key))
                                .consistentRead(true))
                        .item());
    }

    /** Of the item, only what says whether a cookie opens it, and until when. */
    @Nullable
    StoredItem identity(String key, boolean consistent) {
        return StoredItem.of(client.getItem(request -> request.tableName(table.tableName())
                        .key(key(key))
                        .consistentRead(consistent)
                        // sessionId, verifier, rotation, expiry, ended
                        .projectionExpression("#key, #verifier, #rotation, #expiry, #ended")
                        .expressionAttributeNames(Map.of(
                                "#key", table.hashKey(),
                                "#verifier", ItemSchema.VERIFIER,
                                "#rotation", ItemSchema.ROTATION,
                                "#expiry", ItemSchema.EXPIRY,
                                "#ended", ItemSchema.ENDED)))
                .item());
    }

    /** Always consistent: on the answer a session is ended. */
    Map<String, StoredItem> expiries(Collection<String> keys) {
        Map<String, StoredItem> found = new HashMap<>();
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += MAX_BATCH_KEYS) {
            readExpiries(all.subList(from, Math.min(all.size(), from + MAX_BATCH_KEYS)), found);
        }
        return found;
    }

    private void readExpiries(List<String> keys, Map<String, StoredItem> found) {
        Map<String, KeysAndAttributes> pending = Map.of(
                table.tableName(),
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(this::key).toList())
                        .consistentRead(true)
                        // sessionId, rotation, expiry
                        .projectionExpression("#key, #rotation, #expiry")
                        .expressionAttributeNames(Map.of(
                                "#key", table.hashKey(),
                                "#rotation", ItemSchema.ROTATION,
                                "#expiry", ItemSchema.EXPIRY))
                        .build());
        for (int round = 0; !pending.isEmpty(); round++) {
            BackOff.beforeRetry(round);
            Map<String, KeysAndAttributes> items = pending;
            var response = client.batchGetItem(request -> request.requestItems(items));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(table.tableName(), List.of())) {
                AttributeValue expiry = item.get(ItemSchema.EXPIRY);
                if (expiry != null && expiry.n() != null) {
                    found.put(item.get(table.hashKey()).s(), new StoredItem(item));
                }
            }
            pending = response.unprocessedKeys();
        }
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }
}
