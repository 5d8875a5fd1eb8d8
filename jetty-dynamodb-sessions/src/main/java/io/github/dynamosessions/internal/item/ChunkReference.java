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
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the item of a session holds in place of a large attribute, whose bytes lie in chunks.
 *
 * @param chunkId names the chunks: random, and no part of the session's key, so that a new id of the session leaves them
 *     alone
 * @param chunks how many there are
 * @param size of the encoded value, in bytes
 * @param digest the SHA-256 of the encoded value
 * @param expirySeconds the TTL of the chunks, in epoch seconds
 */
public record ChunkReference(String chunkId, int chunks, int size, SdkBytes digest, long expirySeconds) {

    public static final String CHUNK_ID = "chunkId";
    public static final String CHUNKS_EXPIRE = "chunksExpire";

    private static final String CHUNKS = "chunks";

    /** No session that is stored has more, by far. */
    private static final int MAX_CHUNKS = 10_000;

    private static final String SIZE = "size";
    private static final String DIGEST = "digest";
    private static final Set<String> NAMES = Set.of(CHUNK_ID, CHUNKS_EXPIRE, CHUNKS, SIZE, DIGEST);

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
        return new ChunkReference(
                map.text(CHUNK_ID),
                count(map, CHUNKS, MAX_CHUNKS),
                count(map, SIZE, Integer.MAX_VALUE),
                digest,
                map.number(CHUNKS_EXPIRE));
    }

    private static int count(StoredItem map, String name, int max) {
        long count = map.number(name);
        if (count < 0 || count > max) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is out of range", null);
        }
        return (int) count;
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
        map.put(CHUNKS, ItemMetadata.number(chunks));
        map.put(SIZE, ItemMetadata.number(size));
        map.put(DIGEST, AttributeValue.fromB(digest));
        map.put(CHUNKS_EXPIRE, ItemMetadata.number(expirySeconds));
        return AttributeValue.fromM(map);
    }

    ChunkReference expiringAt(long seconds) {
        return new ChunkReference(chunkId, chunks, size, digest, seconds);
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
