package io.github.dynamosessions.internal.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a large attribute is divided into items of the same table, and put together again. Their keys are {@code
 * <keyPrefix>chunk|<chunkId>|<n>}, while the key of a session goes on with a slash after the prefix.
 *
 * @param schema the configured names
 * @param keyPrefix that of the sessions
 */
public record ChunkLayout(ItemSchema schema, String keyPrefix) {

    /** DynamoDB takes 400 KB of names and values in an item. The rest is for keys, which are short. */
    static final int MAX_CHUNK_BYTES = 380 * 1024;

    static int chunks(int bytes) {
        return Math.max(1, (bytes + MAX_CHUNK_BYTES - 1) / MAX_CHUNK_BYTES);
    }

    /** The keys of all chunks, in their order. */
    public List<String> keys(ChunkReference reference) {
        return IntStream.range(0, chunks(reference.size()))
                .mapToObj(n -> keyPrefix + "chunk|" + reference.chunkId() + '|' + n)
                .toList();
    }

    /** The items of a value. */
    public List<StoredItem> items(LargeValue value) {
        List<StoredItem> items = new ArrayList<>();
        byte[] bytes = value.bytes().asByteArrayUnsafe();
        int from = 0;
        for (String key : keys(value.reference())) {
            int to = Math.min(bytes.length, from + MAX_CHUNK_BYTES);
            Map<String, AttributeValue> item = new HashMap<>();
            item.put(schema.hashKey(), AttributeValue.fromS(key));
            item.put(ItemSchema.FORMAT, ItemMetadata.number(ItemSchema.FORMAT_NUMBER));
            item.put(
                    ItemSchema.BYTES,
                    AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(Arrays.copyOfRange(bytes, from, to))));
            item.put(schema.ttlKey(), ItemMetadata.number(value.reference().expirySeconds()));
            items.add(new StoredItem(item));
            from = to;
        }
        return items;
    }

    /**
     * The encoded value of chunks that were read.
     *
     * @param found the bytes of each chunk that is there, by its key
     * @return null if a chunk is missing, or the bytes are not those that were divided
     */
    public @Nullable SdkBytes join(ChunkReference reference, Map<String, SdkBytes> found) {
        List<byte[]> pieces = new ArrayList<>();
        int length = 0;
        for (String key : keys(reference)) {
            SdkBytes piece = found.get(key);
            if (piece == null) {
                return null;
            }
            pieces.add(piece.asByteArrayUnsafe());
            length += pieces.get(pieces.size() - 1).length;
        }
        byte[] encoded = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, encoded, at, piece.length);
            at += piece.length;
        }
        return reference.matches(encoded) ? SdkBytes.fromByteArrayUnsafe(encoded) : null;
    }
}
