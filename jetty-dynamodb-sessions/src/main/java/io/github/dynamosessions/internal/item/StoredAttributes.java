package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes in their stored form, small ones in the item and large ones in chunks, and back. Thread safe. */
final class StoredAttributes {

    private final AttributeCodec codec;
    private final long largeAttributeThreshold;

    StoredAttributes(AttributeCodec codec, long largeAttributeThreshold) {
        this.codec = codec;
        this.largeAttributeThreshold = largeAttributeThreshold;
    }

    /**
     * The stored form of a value.
     *
     * @param before what is stored now; it is given back if it is the same value
     * @param chunksExpirySeconds the TTL of new chunks, in epoch seconds
     * @param large takes the value if it goes to new chunks
     */
    AttributeValue encode(
            String name,
            Object value,
            @Nullable AttributeValue before,
            long chunksExpirySeconds,
            Consumer<LargeValue> large) {
        AttributeCodec.Encoded encoded = codec.encodeSized(name, value);
        if (encoded.bytes() <= largeAttributeThreshold) {
            return encoded.form();
        }
        byte[] bytes = AttributeCodec.bytes(encoded.form());
        if (before != null
                && ChunkReference.is(before)
                && ChunkReference.of(before).matches(bytes)) {
            return before;
        }
        LargeValue chunks = LargeValue.of(bytes, chunksExpirySeconds);
        large.accept(chunks);
        return chunks.reference().toValue();
    }

    /** Whether this is the value of a stored form. One that cannot be stored is not. */
    boolean isStored(String name, Object value, @Nullable AttributeValue stored) {
        try {
            return Objects.equals(encode(name, value, stored, 0, ignored -> {}), stored);
        } catch (UnstorableAttributeException e) {
            return false; // the save will say so
        }
    }

    /** Whether a value cannot be changed in place, as far as its class tells. */
    static boolean isImmutable(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long;
    }

    /** The values of all attributes; of a large one its reference, until the application asks for it. */
    Map<String, Object> decode(Map<String, AttributeValue> stored) {
        Map<String, Object> values = new HashMap<>();
        stored.forEach((name, form) ->
                values.put(name, ChunkReference.is(form) ? ChunkReference.of(form) : decode(name, form)));
        return values;
    }

    /** The value that was found for a reference. */
    Object decode(String name, LargeValues.Found found) {
        if (!ChunkReference.is(found.stored())) {
            return decode(name, found.stored());
        }
        if (found.bytes() == null) {
            throw new ItemCodec.UnreadableItemException(
                    "session attribute '" + name + "' cannot be read: its chunks are missing or damaged", null);
        }
        return decode(name, AttributeValue.fromB(found.bytes()));
    }

    private Object decode(String name, AttributeValue form) {
        try {
            return codec.decode(name, form);
        } catch (UnreadableAttributeException e) {
            throw new ItemCodec.UnreadableItemException(e.getMessage(), e);
        }
    }
}
