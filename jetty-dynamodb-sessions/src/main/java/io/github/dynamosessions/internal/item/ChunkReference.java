package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the item of a session holds in place of a large attribute, whose bytes lie in chunks.
 *
 * @param chunkId names the chunks: random, and no part of the session's key, so that a new id of the session leaves them
 *     alone
 * @param size of the encoded value, in bytes, from which follows how many chunks there are
 * @param plainSize of the value once it is unpacked, in bytes
 * @param digest the SHA-256 of the encoded value
 * @param expirySeconds the TTL of the chunks, in epoch seconds
 */
public record ChunkReference(String chunkId, int size, int plainSize, SdkBytes digest, long expirySeconds) {

    public static final String CHUNK_ID = "chunkId";
    public static final String CHUNKS_EXPIRE = "chunksExpire";

    private static final String SIZE = "size";
    private static final String PLAIN_SIZE = "plainSize";
    private static final String DIGEST = "digest";
    private static final Set<String> NAMES = Set.of(CHUNK_ID, CHUNKS_EXPIRE, SIZE, PLAIN_SIZE, DIGEST);

    /** A UUID: other text could be part of another key. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Whether a stored form is a reference. */
    public static boolean is(AttributeValue stored) {
        return stored.hasM() && stored.m().containsKey(CHUNK_ID);
    }

    /**
     * Reads a reference.
     *
     * @throws ItemCodec.UnreadableItemException if anything is missing in it
     */
    public static ChunkReference of(AttributeValue stored) {
        StoredItem map = new StoredItem(stored.m());
        if (!NAMES.containsAll(stored.m().keySet())) {
            throw new UnsupportedFormatException("unknown reference to a large attribute, a map of "
                    + stored.m().keySet());
        }
        SdkBytes digest = map.value(DIGEST).b();
        if (digest == null) {
            throw new ItemCodec.UnreadableItemException("'" + DIGEST + "' is no binary value", null);
        }
        if (!ID.matcher(map.text(CHUNK_ID)).matches()) {
            throw new ItemCodec.UnreadableItemException("'" + CHUNK_ID + "' is no UUID", null);
        }
        int plainSize = (int) map.number(PLAIN_SIZE, 1, Integer.MAX_VALUE);
        return new ChunkReference(
                map.text(CHUNK_ID),
                (int) map.number(SIZE, 1, plainSize), // what does not get smaller is not compressed
                plainSize,
                digest,
                map.number(CHUNKS_EXPIRE, 0, StoredItem.MAX_MS / 1_000));
    }

    /** All references among the stored forms of attributes; what cannot be read as one is left out. */
    public static List<ChunkReference> in(Collection<AttributeValue> storedForms) {
        List<ChunkReference> references = new ArrayList<>();
        for (AttributeValue stored : storedForms) {
            try {
                if (is(stored)) {
                    references.add(of(stored));
                }
            } catch (ItemCodec.UnreadableItemException | UnsupportedFormatException e) {
                // Its chunks cannot be found; their TTL removes them.
            }
        }
        return references;
    }

    /** As the item holds it. */
    public AttributeValue toValue() {
        Map<String, AttributeValue> map = new HashMap<>();
        map.put(CHUNK_ID, AttributeValue.fromS(chunkId));
        map.put(SIZE, ItemMetadata.number(size));
        map.put(PLAIN_SIZE, ItemMetadata.number(plainSize));
        map.put(DIGEST, AttributeValue.fromB(digest));
        map.put(CHUNKS_EXPIRE, ItemMetadata.number(expirySeconds));
        return AttributeValue.fromM(map);
    }

    ChunkReference expiringAt(long seconds) {
        return new ChunkReference(chunkId, size, plainSize, digest, seconds);
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
