package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.ItemSchema.ACCESSED;
import static io.github.dynamosessions.internal.item.ItemSchema.COOKIE_SET;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY_BUCKET;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY_SHARD;
import static io.github.dynamosessions.internal.item.ItemSchema.LAST_ACCESSED;
import static io.github.dynamosessions.internal.item.ItemSchema.LAST_NODE;
import static io.github.dynamosessions.internal.item.ItemSchema.LAST_SAVED;
import static io.github.dynamosessions.internal.item.ItemSchema.MAX_INACTIVE;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.session.SessionData;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What of an item changes with time: who used the session when, and when it ends. */
final class ItemMetadata {

    private static final long JUST_NOW_MS = 1_000;

    private final ItemSchema schema;
    private final long touchIntervalMs;

    ItemMetadata(ItemSchema schema, long touchIntervalMs) {
        this.schema = schema;
        this.touchIntervalMs = touchIntervalMs;
    }

    Map<String, AttributeValue> values(String key, SessionData data) {
        Map<String, AttributeValue> values = new TreeMap<>();
        values.put(ACCESSED, number(data.getAccessed()));
        values.put(LAST_ACCESSED, number(data.getLastAccessed()));
        values.put(COOKIE_SET, number(data.getCookieSet()));
        values.put(LAST_SAVED, number(data.getLastSaved()));
        values.put(MAX_INACTIVE, number(data.getMaxInactiveMs()));
        values.put(LAST_NODE, AttributeValue.fromS(data.getLastNode() == null ? "" : data.getLastNode()));
        long expiryMs = storedExpiryMs(data);
        values.put(EXPIRY, number(expiryMs));
        if (expiryMs > 0) {
            values.put(schema.ttlKey(), number(-Math.floorDiv(-expiryMs, 1_000L)));
            values.put(EXPIRY_SHARD, AttributeValue.fromS(ExpiryBucket.shard(key)));
            values.put(EXPIRY_BUCKET, number(ExpiryBucket.bucketMs(expiryMs, data.getMaxInactiveMs())));
        }
        return values;
    }

    /** A session that never expires stands neither in the index nor under the TTL. */
    Set<String> absent(SessionData data) {
        return storedExpiryMs(data) > 0 ? Set.of() : Set.of(schema.ttlKey(), EXPIRY_SHARD, EXPIRY_BUCKET);
    }

    /**
     * Whether the times in the table are old enough to be written although nothing else changed.
     *
     * <p>Jetty stores a session when the response is committed, and again when the request ends: a save within the last
     * second of the same request counts for both.
     */
    boolean isTouchDue(SessionData data, long lastSavedMs) {
        long ageMs = data.getLastSaved() - lastSavedMs;
        boolean savedByThisRequest = lastSavedMs >= data.getAccessed();
        long intervalMs = touchIntervalMs(data);
        return ageMs >= (savedByThisRequest ? Math.max(JUST_NOW_MS, intervalMs) : intervalMs);
    }

    /** Later accesses are written only once a touch interval has passed, so the stored expiry covers for them. */
    private long storedExpiryMs(SessionData data) {
        return data.getExpiry() <= 0 ? 0 : data.getExpiry() + touchIntervalMs(data);
    }

    private long touchIntervalMs(SessionData data) {
        long maxInactiveMs = data.getMaxInactiveMs();
        return maxInactiveMs <= 0 ? touchIntervalMs : Math.min(touchIntervalMs, maxInactiveMs / 10);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
