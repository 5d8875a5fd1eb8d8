package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The items that hold large attributes. Once written, they change in nothing but their TTL. */
final class ChunkItems {

    /** About 4 MB of chunks in one answer, which has to arrive within the time of one attempt. DynamoDB allows 16. */
    private static final int CHUNKS_AT_ONCE = 10;

    private final MeasuredClient client;
    private final TableSettings table;

    ChunkItems(MeasuredClient client, TableSettings table) {
        this.client = client;
        this.table = table;
    }

    /** Only once: a delayed attempt does not give a chunk its former TTL. */
    void put(StoredItem chunk) {
        try {
            client.putItem(request -> request.tableName(table.tableName())
                    .item(chunk.values())
                    // attribute_not_exists(sessionId)
                    .conditionExpression("attribute_not_exists(#key)")
                    .expressionAttributeNames(Map.of("#key", table.hashKey())));
        } catch (ConditionalCheckFailedException e) {
            // An attempt whose answer was lost has written it.
        }
    }

    /** The bytes of those chunks that are there, by key. */
    Map<String, SdkBytes> get(List<String> keys, boolean consistent) {
        Map<String, SdkBytes> found = new HashMap<>();
        for (int from = 0; from < keys.size(); from += CHUNKS_AT_ONCE) {
            read(keys.subList(from, Math.min(keys.size(), from + CHUNKS_AT_ONCE)), consistent, found);
        }
        return found;
    }

    private void read(List<String> keys, boolean consistent, Map<String, SdkBytes> found) {
        Map<String, KeysAndAttributes> pending = Map.of(
                table.tableName(),
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(this::key).toList())
                        .consistentRead(consistent)
                        // sessionId, bytes
                        .projectionExpression("#key, #bytes")
                        .expressionAttributeNames(Map.of("#key", table.hashKey(), "#bytes", ItemSchema.BYTES))
                        .build());
        for (int round = 0; !pending.isEmpty(); round++) {
            BackOff.beforeRetry(round);
            Map<String, KeysAndAttributes> items = pending;
            var response = client.batchGetItem(request -> request.requestItems(items));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(table.tableName(), List.of())) {
                AttributeValue bytes = item.get(ItemSchema.BYTES);
                if (bytes != null && bytes.b() != null) {
                    found.put(item.get(table.hashKey()).s(), bytes.b());
                }
            }
            pending = response.unprocessedKeys();
        }
    }

    /** Sets a later TTL of a chunk, in epoch seconds. A chunk that is gone stays so. */
    void renew(String key, long ttlSeconds) {
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .key(key(key))
                    // SET expires = 1767920461
                    .updateExpression("SET #ttl = :ttl")
                    // expires < 1767920461
                    .conditionExpression("#ttl < :ttl")
                    .expressionAttributeNames(Map.of("#ttl", table.ttlKey()))
                    .expressionAttributeValues(Map.of(":ttl", AttributeValue.fromN(Long.toString(ttlSeconds)))));
        } catch (ConditionalCheckFailedException e) {
            // Another request has renewed it, or has replaced the value and deleted its chunks.
        }
    }

    void delete(String key) {
        client.deleteItem(request -> request.tableName(table.tableName()).key(key(key)));
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }
}
