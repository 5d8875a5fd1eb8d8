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
    public static final String MAX_INACTIVE = "maxInactive";
    public static final String EXPIRY = "expiry";
    public static final String LAST_NODE = "lastNode";
    public static final String ATTRIBUTES = "attributes";
    public static final String EXPIRY_SHARD = "expiryShard";
    public static final String EXPIRY_BUCKET = "expiryBucket";

    /** The times that every session has, in epoch milliseconds. */
    static final List<String> TIMES = List.of(CREATED, ACCESSED, LAST_ACCESSED, EXPIRY);

    /** The SHA-256 of the secret in the cookie. */
    public static final String VERIFIER = "verifier";

    /** What the public ID ends with. */
    public static final String ROTATION = "rotation";

    /** When the last session ID rotation took place. */
    public static final String AUTHENTICATED = "authenticated";

    public static final String VERSION = "version";
    public static final String ID_VERSION = "idVersion";
    public static final String BASE_VERSION = "baseVersion";
    public static final String VERSIONS = "versions";

    /** The token of a tombstone. */
    public static final String ENDED = "ended";

    /** What a chunk holds of a large attribute. */
    public static final String BYTES = "bytes";

    /** The sparse, keys-only index by which expired sessions are found. */
    public static final String EXPIRY_INDEX = "expiry-index";

    /** What the partition key and the TTL cannot be called. */
    public static final List<String> RESERVED_NAMES = List.of(
            FORMAT,
            CREATED,
            ACCESSED,
            LAST_ACCESSED,
            COOKIE_SET,
            MAX_INACTIVE,
            EXPIRY,
            LAST_NODE,
            ATTRIBUTES,
            EXPIRY_SHARD,
            EXPIRY_BUCKET,
            VERIFIER,
            ROTATION,
            AUTHENTICATED,
            VERSION,
            ID_VERSION,
            BASE_VERSION,
            VERSIONS,
            ENDED,
            BYTES);

    /** What a tombstone no longer holds of its session: all but its key, format, version, rotation and TTL. */
    public static List<String> namesWithoutTombstone() {
        return RESERVED_NAMES.stream()
                .filter(name ->
                        !List.of(FORMAT, VERSION, ROTATION, ENDED, BYTES).contains(name))
                .toList();
    }

    /** The partition keys of the expiry index under a prefix. */
    public static List<String> expiryShards(String keyPrefix) {
        return ExpiryBucket.shards(keyPrefix);
    }
}
