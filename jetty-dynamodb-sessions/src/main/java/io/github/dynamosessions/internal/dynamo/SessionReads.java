package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.Expiry;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads of sessions by key. The pointer that a rotation leaves behind is no session, and is not seen. */
final class SessionReads {

    private static final int MAX_BATCH_KEYS = 100;

    /** Rotations of one session during one request; more are no honest client. */
    private static final int MAX_MOVES = 10;

    private final MeasuredClient client;
    private final TableSettings table;
    private final boolean consistent;

    SessionReads(MeasuredClient client, TableSettings table, boolean consistent) {
        this.client = client;
        this.table = table;
        this.consistent = consistent;
    }

    @Nullable
    StoredItem get(String key) {
        return session(item(key, consistent));
    }

    /** As it is now, under whichever key. */
    @Nullable
    StoredItem getMoved(String key) {
        String target = key;
        for (int moves = 0; moves < MAX_MOVES; moves++) {
            Map<String, AttributeValue> item = item(target, true);
            AttributeValue movedTo = item.get(ItemSchema.MOVED_TO);
            if (movedTo == null || movedTo.s().isEmpty()) {
                return session(item);
            }
            target = movedTo.s();
        }
        return null;
    }

    private Map<String, AttributeValue> item(String key, boolean consistently) {
        return client.getItem(request ->
                        request.tableName(table.tableName()).key(key(key)).consistentRead(consistently))
                .item();
    }

    private static @Nullable StoredItem session(Map<String, AttributeValue> item) {
        return item.isEmpty() || item.containsKey(ItemSchema.MOVED_TO) ? null : new StoredItem(item);
    }

    @Nullable
    Long expiry(String key) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table.tableName())
                        .key(key(key))
                        .consistentRead(consistent)
                        // expiry
                        .projectionExpression("#expiry")
                        .expressionAttributeNames(Map.of("#expiry", ItemSchema.EXPIRY)))
                .item();
        return hasExpiry(item) ? Expiry.of(item).expiryMs() : null;
    }

    Map<String, Expiry> expiries(Collection<String> keys) {
        Map<String, Expiry> expiries = new HashMap<>();
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += MAX_BATCH_KEYS) {
            readExpiries(all.subList(from, Math.min(all.size(), from + MAX_BATCH_KEYS)), expiries);
        }
        return expiries;
    }

    /** Always consistent: on the answer a session is ended. */
    private void readExpiries(List<String> keys, Map<String, Expiry> expiries) {
        Map<String, KeysAndAttributes> pending = Map.of(
                table.tableName(),
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(this::key).toList())
                        .consistentRead(true)
                        // sessionId, expiry, expiryBucket
                        .projectionExpression("#key, #expiry, #bucket")
                        .expressionAttributeNames(Map.of(
                                "#key", table.hashKey(),
                                "#expiry", ItemSchema.EXPIRY,
                                "#bucket", ItemSchema.EXPIRY_BUCKET))
                        .build());
        for (int round = 0; !pending.isEmpty(); round++) {
            Pause.beforeRetry(round);
            Map<String, KeysAndAttributes> items = pending;
            var response = client.batchGetItem(request -> request.requestItems(items));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(table.tableName(), List.of())) {
                if (hasExpiry(item)) {
                    expiries.put(item.get(table.hashKey()).s(), Expiry.of(item));
                }
            }
            pending = response.unprocessedKeys();
        }
    }

    private static boolean hasExpiry(Map<String, AttributeValue> item) {
        AttributeValue expiry = item.get(ItemSchema.EXPIRY);
        return expiry != null && expiry.n() != null;
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }
}
