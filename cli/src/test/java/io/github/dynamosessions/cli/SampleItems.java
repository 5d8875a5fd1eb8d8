package io.github.dynamosessions.cli;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of all kinds, as {@code docs/item-format.md} describes them. */
final class SampleItems {

    /** 2100-01-01: the session is alive whenever this runs. */
    static final long FAR_AWAY_MS = 4_102_444_800_000L;

    /** Must never be printed. */
    static final String VERIFIER = "0123456789abcdef0123456789abcdef";

    private static final long CREATED_MS = 1_767_225_600_000L;

    private final DynamoDbClient client;
    private final String table;

    SampleItems(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** A session of the root context, by its public ID. */
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
        int dot = id.lastIndexOf('.');
        if (dot > 0) {
            item.put("rotation", AttributeValue.fromS(id.substring(dot + 1)));
        }
        item.put("sessionId", AttributeValue.fromS(keyPrefix + "/|0.0.0.0|" + (dot > 0 ? id.substring(0, dot) : id)));
        item.put("format", number(1));
        item.put("created", number(CREATED_MS));
        item.put("accessed", number(CREATED_MS + 61_000));
        item.put("lastAccessed", number(CREATED_MS));
        item.put("version", number(3));
        item.put("idVersion", number(1));
        item.put("versions", AttributeValue.fromM(Map.of("user", number(3))));
        item.put("verifier", AttributeValue.fromB(SdkBytes.fromUtf8String(VERIFIER)));
        item.put("expiryShard", AttributeValue.fromS(keyPrefix + "3"));
        item.put("expiryBucket", number(expiryMs - expiryMs % 450_000));
        item.put("maxInactive", number(1_800_000));
        item.put("expiry", number(expiryMs));
        item.put("expires", number(FAR_AWAY_MS / 1000));
        item.put("lastNode", AttributeValue.fromS("node-1"));
        item.put("attributes", AttributeValue.fromM(attributes));
        put(item);
    }

    /** What remains of a session that has ended. */
    void tombstone(String selector) {
        put(Map.of(
                "sessionId", AttributeValue.fromS("/|0.0.0.0|" + selector),
                "format", number(1),
                "rotation", AttributeValue.fromS("rrrrrr"),
                "version", number(5),
                "ended", AttributeValue.fromS("8c7ab6a4-0f1e-4a4c-8d0a-2f4e5d6c7b8a"),
                "expires", number(FAR_AWAY_MS / 1000)));
    }

    /** A chunk item of a large attribute. */
    void chunk(String chunkId) {
        put(Map.of(
                "sessionId", AttributeValue.fromS("chunk|" + chunkId + "|0"),
                "format", number(1),
                "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[9000])),
                "expires", number(FAR_AWAY_MS / 1000)));
    }

    void put(Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(table).item(item));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
