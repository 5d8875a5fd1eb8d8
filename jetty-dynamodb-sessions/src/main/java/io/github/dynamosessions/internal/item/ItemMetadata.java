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

import io.github.dynamosessions.internal.item.ItemChange.TimesHold;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What of an item changes with time: who used the session when, and when it ends. */
final class ItemMetadata {

    /**
     * DynamoDB's TTL waits this much longer than the expiry, so that it does not delete a session before housekeeping
     * has had its turn and told the session's listeners. Storage for a day costs nothing worth a thought, and DynamoDB
     * itself takes its time of up to some days.
     */
    static final long TTL_GRACE_MS = 86_400_000;

    /**
     * Parts are written to outlive their session by this much, or by its idle timeout if that is longer, so that those of
     * a session in use are renewed no more often: it costs as much as writing them.
     */
    private static final long MIN_RENEWAL_MS = Duration.ofDays(7).toMillis();

    /**
     * What a crash leaves of a session that never expires goes after this time. Long, since it is also how long its owner
     * may stay away if DynamoDB failed just when the item was to learn that its parts are there for good.
     */
    private static final long UNREFERRED_MS = Duration.ofDays(365).toMillis();

    private static final long JUST_NOW_MS = 1_000;

    private final ItemSchema schema;
    private final Lifetimes lifetimes;

    ItemMetadata(ItemSchema schema, Lifetimes lifetimes) {
        this.schema = schema;
        this.lifetimes = lifetimes;
    }

    /** Who wrote, and when: part of every write. */
    Map<String, AttributeValue> writer(SessionData data) {
        Map<String, AttributeValue> values = new HashMap<>();
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

    /** On what condition the times of a session are to be written over those that others may have stored meanwhile. */
    TimesHold timesHold(SessionData data, @Nullable StoredState known) {
        long newMs = data.getMaxInactiveMs();
        if (known == null) {
            return TimesHold.ANYWAY;
        }
        if (newMs == known.maxInactiveMs()) {
            return TimesHold.UNLESS_LATER_OR_NEW_TIMEOUT;
        }
        return newMs > known.maxInactiveMs() && known.maxInactiveMs() > 0 ? TimesHold.UNLESS_LATER : TimesHold.ANYWAY;
    }

    /** Later accesses are written only once a touch interval has passed, so the stored expiry covers for them. */
    private long storedExpiryMs(SessionData data) {
        long expiryMs = data.getExpiry();
        return expiryMs <= 0 ? 0 : lifetimes.capped(expiryMs + lifetimes.touchIntervalMs(data), data.getCreated());
    }

    /** The TTL of a session, in epoch seconds; null if it never expires. */
    @Nullable
    Long ttlSeconds(SessionData data) {
        long expiryMs = storedExpiryMs(data);
        return expiryMs > 0 ? ttlSeconds(expiryMs + TTL_GRACE_MS) : null;
    }

    /**
     * The TTL of parts that are written or renewed now. Those of a session that never expires have one only until its item
     * refers to them.
     */
    long partsTtlSeconds(SessionData data) {
        Long ttlSeconds = ttlSeconds(data);
        return ttlSeconds == null
                ? ttlSeconds(data.getLastSaved() + UNREFERRED_MS)
                : ttlSeconds + Math.max(MIN_RENEWAL_MS, data.getMaxInactiveMs()) / 1_000;
    }

    /** Of the stored forms of attributes, those whose parts the session is about to outlive, with a later end. */
    Map<String, PartReference> renewals(SessionData data, Map<String, AttributeValue> forms) {
        Long ttlSeconds = ttlSeconds(data);
        return ttlSeconds == null
                ? Map.of()
                : references(forms, parts -> parts.isOutlivedBy(ttlSeconds), partsTtlSeconds(data));
    }

    /** Of a session that never expires, those whose parts still do, without that end. */
    Map<String, PartReference> unending(SessionData data, Map<String, AttributeValue> forms) {
        return ttlSeconds(data) == null ? references(forms, parts -> parts.expirySeconds() != null, null) : Map.of();
    }

    private static Map<String, PartReference> references(
            Map<String, AttributeValue> forms, Predicate<PartReference> which, @Nullable Long expirySeconds) {
        Map<String, PartReference> references = new HashMap<>();
        forms.forEach((name, form) -> {
            if (PartReference.is(form) && which.test(PartReference.of(form))) {
                references.put(name, PartReference.of(form).expiringAt(expirySeconds));
            }
        });
        return references;
    }

    /** Rounded up. */
    static long ttlSeconds(long epochMs) {
        return -Math.floorDiv(-epochMs, 1_000L);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
