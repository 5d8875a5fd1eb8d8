package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Every call to DynamoDB that serves sessions. Knows nothing of Jetty, and decides nothing: a condition that failed is
 * an answer, not an error. Thread safe.
 */
public final class DynamoGateway implements AutoCloseable {

    private static final int MAX_BATCH_KEYS = 100;

    private final DynamoDbClient client;
    private final boolean ownsClient;
    private final TableSettings table;
    private final boolean consistentReads;
    private final ExpiryIndex expiryIndex;

    private DynamoGateway(DynamoConnection connection, TableSettings table, boolean consistentReads) {
        this.ownsClient = connection.client() == null;
        this.client = ownsClient ? connection.clientBuilder().build() : connection.client();
        this.table = table;
        this.consistentReads = consistentReads;
        this.expiryIndex = new ExpiryIndex(client, table);
    }

    /** Opens the gateway. No call is made; a client that was handed in is never closed. */
    public static DynamoGateway open(DynamoConnection connection, TableSettings table, boolean consistentReads) {
        return new DynamoGateway(connection, table, consistentReads);
    }

    /** The session item under a key; null if there is none, or only the pointer that a rotation left behind. */
    public @Nullable StoredItem get(String key) {
        Map<String, AttributeValue> item = client.getItem(request ->
                        request.tableName(table.tableName()).key(key(key)).consistentRead(consistentReads))
                .item();
        return item.isEmpty() || item.containsKey(ItemSchema.MOVED_TO) ? null : new StoredItem(item);
    }

    /**
     * Stores a new item, over that of a session that expired, if there is one.
     *
     * @param nowMs epoch milliseconds
     * @return false if there is a session under this key already
     */
    public boolean create(StoredItem item, long nowMs) {
        return conditionMet(() -> client.putItem(request -> request.tableName(table.tableName())
                .item(item.values())
                // attribute_not_exists(sessionId) OR expiry BETWEEN 1 AND 1767225600000
                .conditionExpression("attribute_not_exists(#key) OR #expiry BETWEEN :one AND :now")
                .expressionAttributeNames(Map.of("#key", table.hashKey(), "#expiry", ItemSchema.EXPIRY))
                .expressionAttributeValues(Map.of(":one", number(1), ":now", number(nowMs)))));
    }

    /**
     * Changes an item. Attributes that are not named in the change are left as they are.
     *
     * @return false if there is no item under this key: a session that was ended stays ended
     */
    public boolean update(String key, ItemChange change) {
        for (ItemChange part : change.parts()) {
            UpdateExpression update = UpdateExpression.of(part);
            // attribute_exists(sessionId)
            String condition = "attribute_exists(" + update.name(table.hashKey()) + ")";
            boolean updated = conditionMet(() -> client.updateItem(request -> request.tableName(table.tableName())
                    .key(key(key))
                    .updateExpression(update.text())
                    .conditionExpression(condition)
                    .expressionAttributeNames(update.names())
                    .expressionAttributeValues(update.values())));
            if (!updated) {
                return false;
            }
        }
        return true;
    }

    /**
     * Deletes an item.
     *
     * @return whether there was one
     */
    public boolean delete(String key) {
        return conditionMet(() -> client.deleteItem(request -> request.tableName(table.tableName())
                .key(key(key))
                // attribute_exists(sessionId)
                .conditionExpression("attribute_exists(#key)")
                .expressionAttributeNames(Map.of("#key", table.hashKey()))));
    }

    /**
     * Deletes an item if its session is still expired.
     *
     * @param limitMs only a session that expired at or before this time, in epoch milliseconds
     */
    public void deleteExpired(String key, long limitMs) {
        conditionMet(() -> client.deleteItem(request -> request.tableName(table.tableName())
                .key(key(key))
                // expiry BETWEEN 1 AND 1767225600000
                .conditionExpression("#expiry BETWEEN :one AND :limit")
                .expressionAttributeNames(Map.of("#expiry", ItemSchema.EXPIRY))
                .expressionAttributeValues(Map.of(":one", number(1), ":limit", number(limitMs)))));
    }

    /**
     * The stored expiry of a session, in epoch milliseconds, 0 if it never expires; null if there is no such session.
     */
    public @Nullable Long expiry(String key) {
        return expiry(client.getItem(request -> request.tableName(table.tableName())
                        .key(key(key))
                        .consistentRead(consistentReads)
                        // expiry
                        .projectionExpression("#expiry")
                        .expressionAttributeNames(Map.of("#expiry", ItemSchema.EXPIRY)))
                .item());
    }

    /**
     * The stored expiry of sessions, in epoch milliseconds, 0 for those that never expire. Keys without a session are
     * left out.
     */
    public Map<String, Long> expiries(Collection<String> keys) {
        Map<String, Long> expiries = new HashMap<>();
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += MAX_BATCH_KEYS) {
            readExpiries(all.subList(from, Math.min(all.size(), from + MAX_BATCH_KEYS)), expiries);
        }
        return expiries;
    }

    /**
     * The keys of sessions that the expiry index finds due; some may expire a little later. Empty where there is no
     * index.
     *
     * @param keyStart only keys that begin with this
     * @param limitMs only sessions that expired at or before about this time, in epoch milliseconds
     */
    public Set<String> dueKeys(String keyStart, long limitMs) {
        return expiryIndex.dueKeys(keyStart, limitMs);
    }

    /** Creates the table if it is missing; see {@link TableAdmin#createIfMissing}. */
    public boolean createTableIfMissing() {
        return new TableAdmin(client, table).createIfMissing();
    }

    /** The table as it is; null if it is missing. */
    public @Nullable TableState describeTable() {
        return new TableAdmin(client, table).describe();
    }

    /** Enables the TTL of a table that has none. */
    public void enableTtl() {
        new TableAdmin(client, table).enableTtl();
    }

    @Override
    public void close() {
        if (ownsClient) {
            client.close();
        }
    }

    private void readExpiries(List<String> keys, Map<String, Long> expiries) {
        Map<String, KeysAndAttributes> pending = Map.of(
                table.tableName(),
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(this::key).toList())
                        .consistentRead(consistentReads)
                        // sessionId, expiry
                        .projectionExpression("#key, #expiry")
                        .expressionAttributeNames(Map.of("#key", table.hashKey(), "#expiry", ItemSchema.EXPIRY))
                        .build());
        while (!pending.isEmpty()) {
            Map<String, KeysAndAttributes> items = pending;
            var response = client.batchGetItem(request -> request.requestItems(items));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(table.tableName(), List.of())) {
                Long expiry = expiry(item);
                if (expiry != null) {
                    expiries.put(item.get(table.hashKey()).s(), expiry);
                }
            }
            pending = response.unprocessedKeys();
        }
    }

    /** Null, too, where it is no number: one bad item must not keep the others from expiring. */
    private static @Nullable Long expiry(Map<String, AttributeValue> item) {
        AttributeValue expiry = item.get(ItemSchema.EXPIRY);
        return expiry == null || expiry.n() == null ? null : Long.valueOf(expiry.n());
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private Map<String, AttributeValue> key(String key) {
        return Map.of(table.hashKey(), AttributeValue.fromS(key));
    }

    private static boolean conditionMet(Runnable call) {
        try {
            call.run();
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
