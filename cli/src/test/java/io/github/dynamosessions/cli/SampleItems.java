package io.github.dynamosessions.cli;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as {@code docs/item-format.md} describes them, of all kinds. */
final class SampleItems {

    /** 2100-01-01: the session is alive whenever this runs. */
    static final long FAR_AWAY_MS = 4_102_444_800_000L;

    private static final long CREATED_MS = 1_767_225_600_000L;

    private final DynamoDbClient client;
    private final String table;

    SampleItems(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** A session of the root context. */
    void session(String id) {
        session("", id, FAR_AWAY_MS, Map.of());
    }

    void session(String id, Map<String, AttributeValue> attributes) {
        session("", id, FAR_AWAY_MS, attributes);
    }

    void expiredSession(String id) {
        session("", id, CREATED_MS + 1_860_000, Map.of());
    }

    void session(String keyPrefix, String id, long expiryMs, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("sessionId", AttributeValue.fromS(keyPrefix + "/|0.0.0.0|" + id));
        item.put("format", number(1));
        item.put("created", number(CREATED_MS));
        item.put("accessed", number(CREATED_MS + 61_000));
        item.put("lastAccessed", number(CREATED_MS));
        item.put("cookieSet", number(CREATED_MS));
        item.put("lastSaved", number(CREATED_MS + 61_002));
        item.put("maxInactive", number(1_800_000));
        item.put("expiry", number(expiryMs));
        item.put("expires", number(FAR_AWAY_MS / 1000));
        item.put("context", AttributeValue.fromS("/"));
        item.put("vhost", AttributeValue.fromS("0.0.0.0"));
        item.put("lastNode", AttributeValue.fromS("node-1"));
        item.put("attributes", AttributeValue.fromM(attributes));
        put(item);
    }

    /** What a change of the id leaves behind. */
    void pointer(String oldId, String newId) {
        put(Map.of(
                "sessionId", AttributeValue.fromS("/|0.0.0.0|" + oldId),
                "format", number(1),
                "movedTo", AttributeValue.fromS("/|0.0.0.0|" + newId),
                "expires", number(FAR_AWAY_MS / 1000)));
    }

    /** A piece of a big value. */
    void part(String partId) {
        put(Map.of(
                "sessionId", AttributeValue.fromS("part|" + partId + "|0"),
                "format", number(1),
                "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[9000]))));
    }

    void put(Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(table).item(item));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
