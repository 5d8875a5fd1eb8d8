package io.github.dynamosessions.internal.item;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the item of a session holds in place of a big value, whose bytes lie in parts.
 *
 * @param partId names the parts: random, and no part of the session's key, so that a new id of the session leaves them
 *     alone
 * @param parts how many there are
 * @param size of the encoded value, in bytes
 * @param digest the SHA-256 of the encoded value
 * @param expirySeconds the TTL of the parts, in epoch seconds; null if they never expire
 */
public record PartReference(
        String partId,
        int parts,
        int size,
        SdkBytes digest,
        @Nullable Long expirySeconds) {

    public static final String PART_ID = "partId";
    public static final String PARTS_EXPIRE = "partsExpire";

    private static final String PARTS = "parts";

    /** No session that is stored has more, by far. */
    private static final int MAX_PARTS = 10_000;

    private static final String SIZE = "size";
    private static final String DIGEST = "digest";

    /** Whether a stored form is a reference. */
    public static boolean is(AttributeValue stored) {
        return stored.hasM() && stored.m().containsKey(PART_ID);
    }

    /**
     * Reads a reference.
     *
     * @throws ItemCodec.UndecodableItemException if anything is missing in it
     */
    public static PartReference of(AttributeValue stored) {
        StoredItem map = new StoredItem(stored.m());
        SdkBytes digest = map.value(DIGEST).b();
        if (digest == null) {
            throw new ItemCodec.UndecodableItemException("'" + DIGEST + "' is no binary value", null);
        }
        return new PartReference(
                map.text(PART_ID),
                count(map, PARTS, MAX_PARTS),
                count(map, SIZE, Integer.MAX_VALUE),
                digest,
                map.values().containsKey(PARTS_EXPIRE) ? map.number(PARTS_EXPIRE) : null);
    }

    private static int count(StoredItem map, String name, int max) {
        long count = map.number(name);
        if (count < 0 || count > max) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is out of range", null);
        }
        return (int) count;
    }

    /** All references among the stored forms of attributes; what cannot be read as one is left out. */
    public static List<PartReference> in(Collection<AttributeValue> storedForms) {
        List<PartReference> references = new ArrayList<>();
        for (AttributeValue stored : storedForms) {
            try {
                if (is(stored)) {
                    references.add(of(stored));
                }
            } catch (ItemCodec.UndecodableItemException e) {
                // Nobody can find its parts; their TTL does.
            }
        }
        return references;
    }

    /** As the item holds it. */
    public AttributeValue toValue() {
        Map<String, AttributeValue> map = new HashMap<>();
        map.put(PART_ID, AttributeValue.fromS(partId));
        map.put(PARTS, ItemMetadata.number(parts));
        map.put(SIZE, ItemMetadata.number(size));
        map.put(DIGEST, AttributeValue.fromB(digest));
        if (expirySeconds != null) {
            map.put(PARTS_EXPIRE, ItemMetadata.number(expirySeconds));
        }
        return AttributeValue.fromM(map);
    }

    /** Whether the parts would be gone before the session, or stay when the session goes. */
    boolean isOutlivedBy(long sessionTtlSeconds) {
        return expirySeconds == null || expirySeconds < sessionTtlSeconds;
    }

    PartReference expiringAt(@Nullable Long seconds) {
        return new PartReference(partId, parts, size, digest, seconds);
    }

    /** Whether these are the bytes that were divided. */
    boolean matches(byte[] encoded) {
        return encoded.length == size && digest.equals(digest(encoded));
    }

    static SdkBytes digest(byte[] encoded) {
        try {
            return SdkBytes.fromByteArrayUnsafe(
                    MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
