package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** The items that hold big values. Once written, they change in nothing but their TTL. */
final class PartItems {

    /** About 4 MB of parts in one answer, which has to arrive within the time of one attempt. DynamoDB allows 16. */
    private static final int PARTS_AT_ONCE = 10;

    private final MeasuredClient client;
    private final TableSettings table;

    PartItems(MeasuredClient client, TableSettings table) {
        this.client = client;
        this.table = table;
    }

    /** Only once: a late attempt neither gives a part the TTL back that it has lost, nor takes one that it has got. */
    void put(StoredItem part) {
        try {
            client.putItem(request -> request.tableName(table.tableName())
                    .item(part.values())
                    // attribute_not_exists(sessionId)
                    .conditionExpression("attribute_not_exists(#key)")
                    .expressionAttributeNames(Map.of("#key", table.hashKey())));
        } catch (ConditionalCheckFailedException e) {
            // An attempt whose answer was lost has written it.
        }
    }

    /** The bytes of those parts that are there, by key. */
    Map<String, SdkBytes> get(List<String> keys, boolean consistent) {
        Map<String, SdkBytes> found = new HashMap<>();
        for (int from = 0; from < keys.size(); from += PARTS_AT_ONCE) {
            read(keys.subList(from, Math.min(keys.size(), from + PARTS_AT_ONCE)), consistent, found);
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
            Pause.beforeRetry(round);
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

    /** Sets the TTL of a part, in epoch seconds, or removes it if null. A part that is gone stays so. */
    void renew(String key, @Nullable Long ttlSeconds) {
        Map<String, AttributeValue> values =
                ttlSeconds == null ? null : Map.of(":ttl", AttributeValue.fromN(ttlSeconds.toString()));
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .key(key(key))
                    // SET expires = 1767920461 or REMOVE expires
                    .updateExpression(ttlSeconds == null ? "REMOVE #ttl" : "SET #ttl = :ttl")
                    // attribute_exists(sessionId)
                    .conditionExpression("attribute_exists(#key)")
                    .expressionAttributeNames(Map.of("#key", table.hashKey(), "#ttl", table.ttlKey()))
                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // Another node has replaced the value, and deleted its parts.
        }
    }

    /** Lets the item of a session say when the parts of an attribute expire, if it still refers to them. */
    void renewed(String sessionKey, String attribute, PartReference renewed) {
        Map<String, String> names = new HashMap<>(Map.of(
                "#attributes", ItemSchema.ATTRIBUTES,
                "#name", attribute,
                "#partId", PartReference.PART_ID,
                "#expire", PartReference.PARTS_EXPIRE));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":partId", AttributeValue.fromS(renewed.partId())));
        if (renewed.expirySeconds() != null) {
            values.put(":expire", AttributeValue.fromN(renewed.expirySeconds().toString()));
        }
        try {
            client.updateItem(request -> request.tableName(table.tableName())
                    .key(key(sessionKey))
                    // SET attributes.cart.partsExpire = 1767920461 or REMOVE attributes.cart.partsExpire
                    .updateExpression(
                            renewed.expirySeconds() == null
                                    ? "REMOVE #attributes.#name.#expire"
                                    : "SET #attributes.#name.#expire = :expire")
                    // attributes.cart.partId = '0b8f5a8e-…'
                    .conditionExpression("#attributes.#name.#partId = :partId")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // The attribute has another value by now, or the session another key; the parts expire a little later.
        }
    }

    void delete(String key) {
        client.deleteItem(request -> request.tableName(table.tableName()).key(key(key)));
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }
}
