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

    /**
     * DynamoDB's TTL waits this much longer than the expiry, so that it does not delete a session before housekeeping
     * has had its turn and told the session's listeners. Storage for a day costs nothing worth a thought, and DynamoDB
     * itself takes its time of up to some days.
     */
    static final long TTL_GRACE_MS = 86_400_000;

    private static final long JUST_NOW_MS = 1_000;

    private final ItemSchema schema;
    private final Lifetimes lifetimes;

    ItemMetadata(ItemSchema schema, Lifetimes lifetimes) {
        this.schema = schema;
        this.lifetimes = lifetimes;
    }

    /** Who wrote, and when: part of every write. */
    Map<String, AttributeValue> writer(SessionData data) {
        Map<String, AttributeValue> values = new TreeMap<>();
        values.put(LAST_SAVED, number(data.getLastSaved()));
        values.put(LAST_NODE, AttributeValue.fromS(data.getLastNode() == null ? "" : data.getLastNode()));
        return values;
    }

    Map<String, AttributeValue> times(String key, SessionData data) {
        Map<String, AttributeValue> values = writer(data);
        values.put(ACCESSED, number(data.getAccessed()));
        values.put(LAST_ACCESSED, number(data.getLastAccessed()));
        values.put(COOKIE_SET, number(data.getCookieSet()));
        values.put(MAX_INACTIVE, number(data.getMaxInactiveMs()));
        long expiryMs = storedExpiryMs(data);
        values.put(EXPIRY, number(expiryMs));
        if (expiryMs > 0) {
            values.put(schema.ttlKey(), number(ttlSeconds(expiryMs + TTL_GRACE_MS)));
            values.put(EXPIRY_SHARD, AttributeValue.fromS(ExpiryBucket.shard(key)));
            values.put(EXPIRY_BUCKET, number(ExpiryBucket.bucketMs(expiryMs, data.getMaxInactiveMs())));
        }
        return values;
    }

    /** A session that never expires stands neither in the index nor under the TTL. */
    Set<String> absentTimes(SessionData data) {
        return storedExpiryMs(data) > 0 ? Set.of() : Set.of(schema.ttlKey(), EXPIRY_SHARD, EXPIRY_BUCKET);
    }

    /**
     * Whether the times must be written although nothing else changed: the stored expiry no longer covers this access.
     *
     * <p>Jetty stores a session when the response is committed, and again when the request ends: a write within the last
     * second of the same request counts for both.
     */
    boolean areTimesDue(SessionData data, StoredState stored) {
        if (data.getExpiry() <= 0) {
            return data.getAccessed() - stored.accessedMs() >= lifetimes.touchIntervalMs(data);
        }
        boolean writtenByThisRequest = stored.accessedMs() >= data.getAccessed();
        return data.getExpiry() > stored.expiryMs() + (writtenByThisRequest ? JUST_NOW_MS : 0);
    }

    /** Later accesses are written only once a touch interval has passed, so the stored expiry covers for them. */
    private long storedExpiryMs(SessionData data) {
        long expiryMs = data.getExpiry();
        return expiryMs <= 0 ? 0 : lifetimes.capped(expiryMs + lifetimes.touchIntervalMs(data), data.getCreated());
    }

    /** Rounded up. */
    static long ttlSeconds(long epochMs) {
        return -Math.floorDiv(-epochMs, 1_000L);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
