package io.github.dynamosessions.internal.item;

import java.util.List;

/**
 * The names of what an item holds, in format 1; see {@code docs/item-format.md}. All times are epoch milliseconds, but
 * for the TTL, which DynamoDB wants in epoch seconds.
 *
 * @param hashKey the configured name of the table's hash key
 * @param ttlKey the configured name of the TTL
 */
public record ItemSchema(String hashKey, String ttlKey) {

    public static final int FORMAT_NUMBER = 1;

    public static final String FORMAT = "format";
    public static final String CREATED = "created";
    public static final String ACCESSED = "accessed";
    public static final String LAST_ACCESSED = "lastAccessed";
    public static final String COOKIE_SET = "cookieSet";
    public static final String LAST_SAVED = "lastSaved";
    public static final String MAX_INACTIVE = "maxInactive";
    public static final String EXPIRY = "expiry";
    public static final String CONTEXT = "context";
    public static final String VHOST = "vhost";
    public static final String LAST_NODE = "lastNode";
    public static final String ATTRIBUTES = "attributes";
    public static final String EXPIRY_SHARD = "expiryShard";
    public static final String EXPIRY_BUCKET = "expiryBucket";
    public static final String MOVED_TO = "movedTo";
    public static final String FENCE = "fence";
    public static final String LATE_UNTIL = "lateUntil";

    /** What a part holds of a big value. */
    public static final String BYTES = "bytes";

    /** The sparse, keys-only index by which expired sessions are found. */
    public static final String EXPIRY_INDEX = "expiry-index";

    /** What the hash key and the TTL cannot be called. */
    public static final List<String> RESERVED_NAMES = List.of(
            FORMAT,
            CREATED,
            ACCESSED,
            LAST_ACCESSED,
            COOKIE_SET,
            LAST_SAVED,
            MAX_INACTIVE,
            EXPIRY,
            CONTEXT,
            VHOST,
            LAST_NODE,
            ATTRIBUTES,
            EXPIRY_SHARD,
            EXPIRY_BUCKET,
            MOVED_TO,
            FENCE,
            LATE_UNTIL,
            BYTES);

    /** What says when a session was used, and when it ends. */
    List<String> times() {
        return List.of(ACCESSED, LAST_ACCESSED, COOKIE_SET, MAX_INACTIVE, EXPIRY, EXPIRY_SHARD, EXPIRY_BUCKET, ttlKey);
    }

    /** The hash keys of the expiry index. */
    public static List<String> expiryShards() {
        return ExpiryBucket.SHARDS;
    }
}
