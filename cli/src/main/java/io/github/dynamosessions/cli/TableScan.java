package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads sessions by going through the table, page by page: the only place that scans. It sees what DynamoDB has to read
 * and pays for all of it, though it asks for sessions alone: not for the tombstones of sessions that have ended, nor for the
 * chunk items of large attributes.
 */
final class TableScan {

    private final DynamoDbClient client;
    private final String tableName;
    private final String hashKey;
    private final @Nullable String keyPrefix;
    private final List<String> names;

    private double readUnits;
    private long itemsRead;

    /**
     * A scan that begins with its first page.
     *
     * @param client reads
     * @param options say which table
     * @param keyPrefix null for the sessions of all applications that share the table
     * @param names what to get of each item, besides the partition key
     */
    TableScan(DynamoDbClient client, DynamoSessionOptions options, @Nullable String keyPrefix, List<String> names) {
        this.client = client;
        tableName = options.tableName();
        hashKey = options.hashKey();
        this.keyPrefix = keyPrefix;
        this.names = names;
    }

    /**
     * Reads one page.
     *
     * @param after the key to go on after; null to begin
     * @param mostItems at most so many items are looked at; null for as many as DynamoDB puts on a page, a megabyte
     * @param sessions takes what was found
     * @return the key to go on after; null at the end of the table
     */
    @Nullable
    String page(@Nullable String after, @Nullable Integer mostItems, Consumer<SessionItem> sessions) {
        Map<String, String> placeholders = new HashMap<>();
        placeholders.put("#key", hashKey);
        placeholders.put("#attributes", ItemNames.ATTRIBUTES);
        placeholders.put("#ended", ItemNames.ENDED);
        List<String> projection = new ArrayList<>(List.of("#key"));
        for (String name : names) {
            placeholders.put("#" + name, name);
            projection.add("#" + name);
        }
        // attribute_exists(attributes) AND attribute_not_exists(ended) AND begins_with(sessionId, "shop/")
        String filter = "attribute_exists(#attributes) AND attribute_not_exists(#ended)"
                + (keyPrefix == null ? "" : " AND begins_with(#key, :start)");
        ScanResponse response = client.scan(scan -> scan.tableName(tableName)
                .filterExpression(filter)
                .projectionExpression(String.join(", ", projection))
                .expressionAttributeNames(placeholders)
                // a context path begins with a slash, and a prefix holds none
                .expressionAttributeValues(
                        keyPrefix == null ? null : Map.of(":start", AttributeValue.fromS(keyPrefix + "/")))
                .exclusiveStartKey(after == null ? null : Map.of(hashKey, AttributeValue.fromS(after)))
                .limit(mostItems)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        itemsRead += response.scannedCount();
        readUnits += response.consumedCapacity().capacityUnits();
        response.items().forEach(item -> sessions.accept(SessionItem.of(hashKey, item)));
        return response.hasLastEvaluatedKey()
                ? response.lastEvaluatedKey().get(hashKey).s()
                : null;
    }

    /** Read capacity units consumed so far. */
    double readUnits() {
        return readUnits;
    }

    /** Items looked at so far, sessions or not. */
    long itemsRead() {
        return itemsRead;
    }

    /** How far it has come. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d items read, %,.1f read units", itemsRead, readUnits);
    }
}
