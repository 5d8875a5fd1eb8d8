package io.github.dynamosessions.internal.item;

import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;

/**
 * An encoded value that is too big for the item.
 *
 * @param reference what the item holds instead
 * @param bytes the encoded value, header byte included
 */
public record LargeValue(ChunkReference reference, SdkBytes bytes) {

    static LargeValue of(byte[] encoded, long expirySeconds) {
        return new LargeValue(
                new ChunkReference(
                        UUID.randomUUID().toString(),
                        ChunkLayout.chunks(encoded.length),
                        encoded.length,
                        ChunkReference.digest(encoded),
                        expirySeconds),
                SdkBytes.fromByteArrayUnsafe(encoded));
    }
}
