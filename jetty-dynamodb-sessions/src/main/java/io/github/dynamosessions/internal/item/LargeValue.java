package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An encoded value that is too big for the item.
 *
 * @param reference what the item holds instead
 * @param bytes the encoded value, header byte included
 */
public record LargeValue(ChunkReference reference, SdkBytes bytes) {

    static LargeValue of(byte[] encoded, long expirySeconds) {
        SdkBytes bytes = SdkBytes.fromByteArrayUnsafe(encoded);
        return new LargeValue(
                new ChunkReference(
                        UUID.randomUUID().toString(),
                        encoded.length,
                        (int) AttributeCodec.plainBytes(AttributeValue.fromB(bytes)),
                        ChunkReference.digest(encoded),
                        expirySeconds),
                bytes);
    }
}
