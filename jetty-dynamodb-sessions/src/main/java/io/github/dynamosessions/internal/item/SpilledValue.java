package io.github.dynamosessions.internal.item;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * An encoded value that is too big for the item.
 *
 * @param reference what the item holds instead
 * @param bytes the encoded value, header byte included
 */
public record SpilledValue(PartReference reference, SdkBytes bytes) {

    static SpilledValue of(byte[] encoded, @Nullable Long expirySeconds) {
        return new SpilledValue(
                new PartReference(
                        UUID.randomUUID().toString(),
                        PartLayout.parts(encoded.length),
                        encoded.length,
                        PartReference.digest(encoded),
                        expirySeconds),
                SdkBytes.fromByteArrayUnsafe(encoded));
    }
}
