package io.github.dynamosessions.internal.item;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What takes the place of a session that has ended, for a day: delayed attempts to create or to change the session meet it and
 * are refused. The TTL removes it, or the scavenger where the table has no TTL.
 *
 * @param schema the configured names
 * @param keyPrefix that of the sessions
 * @param ttlEnabled whether the table has a TTL
 */
public record Tombstone(ItemSchema schema, String keyPrefix, boolean ttlEnabled) {

    /** A new token, by which a caller recognizes its own tombstone. */
    public static String newToken() {
        return UUID.randomUUID().toString();
    }

    /** What to set in place of a session that has ended. */
    public Map<String, AttributeValue> of(String key, String token, long nowMs) {
        Map<String, AttributeValue> values = new HashMap<>();
        long endMs = nowMs + ItemMetadata.TTL_GRACE_MS;
        values.put(ItemSchema.ENDED, AttributeValue.fromS(token));
        values.put(schema.ttlKey(), ItemMetadata.number(ItemMetadata.ttlSeconds(endMs)));
        if (!ttlEnabled) {
            values.put(ItemSchema.EXPIRY_SHARD, AttributeValue.fromS(ExpiryBucket.shard(keyPrefix, key)));
            values.put(ItemSchema.EXPIRY_BUCKET, ItemMetadata.number(endMs));
        }
        return values;
    }

    /**
     * Whether a tombstone is in the index and its day is over. The index may still find the session that has just ended, and its
     * tombstone must stay.
     */
    public static boolean isDue(StoredItem tombstone, long timeMs) {
        return tombstone.number(ItemSchema.EXPIRY_BUCKET, Long.MAX_VALUE) <= timeMs;
    }
}
