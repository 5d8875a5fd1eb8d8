package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.ItemSchema.ACCESSED;
import static io.github.dynamosessions.internal.item.ItemSchema.COOKIE_SET;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY_BUCKET;
import static io.github.dynamosessions.internal.item.ItemSchema.EXPIRY_SHARD;
import static io.github.dynamosessions.internal.item.ItemSchema.LAST_ACCESSED;
import static io.github.dynamosessions.internal.item.ItemSchema.LAST_NODE;
import static io.github.dynamosessions.internal.item.ItemSchema.MAX_INACTIVE;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What of an item changes with time: when the session was used, and when it ends. */
final class ItemMetadata {

    /**
     * DynamoDB's TTL waits this much longer than the expiry, so that it does not delete a session before the scavenger has
     * notified its listeners. Storage for a day is cheap, and DynamoDB itself takes up to some days.
     */
    static final long TTL_GRACE_MS = Duration.ofDays(1).toMillis();

    /**
     * The chunks of a large attribute are written to outlive their session by this much, or by its idle timeout if that is
     * longer, so that those of a session in use are seldom renewed: a renewal costs as much as writing them.
     */
    private static final long MIN_RENEWAL_MS = Duration.ofDays(7).toMillis();

    /** How long the chunks of a session that never expires are kept after their last renewal: what a crash leaves goes then. */
    private static final long UNENDING_MS = Duration.ofDays(3650).toMillis();

    private static final long JUST_NOW_MS = 1_000;

    private final ItemSchema schema;
    private final String keyPrefix;
    private final Lifetimes lifetimes;
    private final boolean indexed;

    ItemMetadata(ItemSchema schema, String keyPrefix, Lifetimes lifetimes, boolean indexed) {
        this.schema = schema;
        this.keyPrefix = keyPrefix;
        this.lifetimes = lifetimes;
        this.indexed = indexed;
    }

    /** Which node wrote: part of every write, for operators. */
    Map<String, AttributeValue> writer(SessionData data) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(LAST_NODE, AttributeValue.fromS(data.getLastNode() == null ? "" : data.getLastNode()));
        return values;
    }

    Map<String, AttributeValue> times(String key, SessionData data, @Nullable StoredItem known) {
        Map<String, AttributeValue> values = writer(data);
        values.put(ACCESSED, number(data.getAccessed()));
        values.put(LAST_ACCESSED, number(data.getLastAccessed()));
        values.put(MAX_INACTIVE, number(data.getMaxInactiveMs()));
        if (data.getCookieSet() > TrackedSessionData.startMs(data)) {
            values.put(COOKIE_SET, number(data.getCookieSet()));
        }
        long expiryMs = storedExpiryMs(data, known);
        values.put(EXPIRY, number(expiryMs));
        if (expiryMs > 0) {
            values.put(schema.ttlKey(), number(ttlSeconds(expiryMs + TTL_GRACE_MS)));
            if (indexed) {
                values.put(EXPIRY_SHARD, AttributeValue.fromS(ExpiryBucket.shard(keyPrefix, key)));
                values.put(EXPIRY_BUCKET, number(ExpiryBucket.bucketMs(expiryMs, data.getMaxInactiveMs())));
            }
        }
        return values;
    }

    /** A session that never expires is neither in the index nor under the TTL. */
    Set<String> absentTimes(SessionData data, @Nullable StoredItem known) {
        return storedExpiryMs(data, known) > 0 ? Set.of() : Set.of(schema.ttlKey(), EXPIRY_SHARD, EXPIRY_BUCKET);
    }

    /**
     * Whether the times must be written although nothing else changed: the stored expiry no longer covers this access.
     *
     * <p>A session is saved when the response is committed, and again when the request ends: a write within the last second
     * of the same request counts for both.
     */
    boolean areTimesDue(SessionData data, StoredItem stored) {
        long accessedMs = stored.number(ACCESSED);
        if (data.getExpiry() <= 0) {
            return data.getAccessed() - accessedMs >= lifetimes.touchIntervalMs(data);
        }
        boolean writtenByThisRequest = accessedMs >= data.getAccessed();
        return data.getExpiry() > stored.number(EXPIRY) + (writtenByThisRequest ? JUST_NOW_MS : 0);
    }

    /**
     * Later accesses are written only once a touch interval has passed, so the stored expiry covers them. Where the idle timeout
     * is a new one, it begins now: another request may have accessed the session meanwhile.
     */
    private long storedExpiryMs(SessionData data, @Nullable StoredItem known) {
        long expiryMs = data.getExpiry();
        if (expiryMs <= 0) {
            return 0;
        }
        boolean isNewTimeout = known != null && known.number(MAX_INACTIVE) != data.getMaxInactiveMs();
        if (isNewTimeout && data.getMaxInactiveMs() > 0) {
            long accessedMs = Math.max(data.getLastSaved(), known.number(ACCESSED));
            expiryMs = Math.max(expiryMs, accessedMs + data.getMaxInactiveMs());
        }
        return lifetimes.capped(expiryMs + lifetimes.touchIntervalMs(data), TrackedSessionData.startMs(data));
    }

    /** The TTL of a session, in epoch seconds; null if it never expires. */
    private @Nullable Long ttlSeconds(SessionData data) {
        long expiryMs = storedExpiryMs(data, null);
        return expiryMs > 0 ? ttlSeconds(expiryMs + TTL_GRACE_MS) : null;
    }

    /** The TTL of chunks that are written or renewed now, in epoch seconds. */
    long chunksTtlSeconds(SessionData data) {
        Long ttlSeconds = ttlSeconds(data);
        return ttlSeconds == null
                ? ttlSeconds(data.getAccessed() + UNENDING_MS)
                : ttlSeconds + Math.max(MIN_RENEWAL_MS, data.getMaxInactiveMs()) / 1_000;
    }

    /** Of the stored forms of attributes, those whose chunks the session is about to outlive, with a later end. */
    Map<String, ChunkReference> renewals(SessionData data, Map<String, AttributeValue> forms) {
        Long sessionSeconds = ttlSeconds(data);
        long neededSeconds = sessionSeconds == null ? ttlSeconds(data.getAccessed() + UNENDING_MS / 2) : sessionSeconds;
        Map<String, ChunkReference> renewals = new HashMap<>();
        forms.forEach((name, form) -> {
            if (ChunkReference.is(form) && ChunkReference.of(form).expirySeconds() < neededSeconds) {
                renewals.put(name, ChunkReference.of(form).expiringAt(chunksTtlSeconds(data)));
            }
        });
        return renewals;
    }

    /** Rounded up. */
    static long ttlSeconds(long epochMs) {
        return -Math.floorDiv(-epochMs, 1_000L);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
