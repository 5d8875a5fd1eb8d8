package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes in their stored form, small ones in the item and large ones in chunks, and back. Thread safe. */
final class StoredAttributes {

    private final AttributeCodec codec;
    private final ValueLimits limits;
    private final AttributeFaults faults;

    StoredAttributes(AttributeCodec codec, ValueLimits limits, AttributeFaults faults) {
        this.codec = codec;
        this.limits = limits;
        this.faults = faults;
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
        AttributeCodec.Encoded encoded = codec.encodeUnproven(name, value);
        if (isSame(encoded, before)) {
            return before;
        }
        codec.prove(name, value, encoded);
        if (!limits.isLarge(encoded)) {
            return encoded.form();
        }
        LargeValue chunks = LargeValue.of(AttributeCodec.bytes(encoded.form()), chunksExpirySeconds);
        large.accept(chunks);
        return chunks.reference().toValue();
    }

    /**
     * Whether this is the value of a stored form. One that cannot be serialized again counts as that: most likely it could be
     * serialized only once, and a request that reads it must not fail for that.
     */
    boolean isStored(String name, Object value, AttributeValue stored) {
        try {
            return isSame(codec.encodeUnproven(name, value), stored);
        } catch (UnstorableAttributeException e) {
            faults.notComparable(e);
            return true;
        }
    }

    private boolean isSame(AttributeCodec.Encoded encoded, @Nullable AttributeValue stored) {
        if (!limits.isLarge(encoded)) {
            return encoded.form().equals(stored);
        }
        return stored != null
                && ChunkReference.is(stored)
                && ChunkReference.of(stored).matches(AttributeCodec.bytes(encoded.form()));
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
    Map<String, Object> decode(String id, Map<String, AttributeValue> stored) {
        Map<String, Object> values = new HashMap<>();
        Map<String, AttributeValue> small = new HashMap<>();
        stored.forEach((name, form) -> {
            if (ChunkReference.is(form)) {
                values.put(name, ChunkReference.of(form));
            } else {
                small.put(name, form);
            }
        });
        values.putAll(decodeSmall(id, small));
        return values;
    }

    /** What a request has unpacked once it unpacks a large attribute too; see {@link ValueLimits#unpacked}. */
    long unpacked(long before, ChunkReference reference) {
        return limits.unpacked(before, reference.plainSize());
    }

    /** The value that was found for a reference; null if it is unreadable and left out. */
    @Nullable
    Object decode(String id, String name, LargeValues.Found found) {
        if (!ChunkReference.is(found.stored())) {
            return decodeSmall(id, Map.of(name, found.stored())).get(name);
        }
        AttributeValue form = found.bytes() == null ? null : AttributeValue.fromB(found.bytes());
        ChunkReference reference = ChunkReference.of(found.stored());
        if (form != null && AttributeCodec.plainBytes(form) == reference.plainSize()) {
            return decodeSmall(id, Map.of(name, form)).get(name);
        }
        String reason = form == null ? "its chunks are missing or damaged" : "its size is not that of its reference";
        UnreadableAttributeException unreadable = new UnreadableAttributeException(name, reason);
        if (faults.leavesOut(id, unreadable)) {
            return null;
        }
        throw new ItemCodec.UnreadableItemException(unreadable.getMessage(), unreadable);
    }

    private Map<String, Object> decodeSmall(String id, Map<String, AttributeValue> forms) {
        try {
            return codec.decode(forms, unreadable -> {
                if (!faults.leavesOut(id, unreadable)) {
                    throw unreadable;
                }
            });
        } catch (UnreadableAttributeException e) {
            throw new ItemCodec.UnreadableItemException(e.getMessage(), e);
        }
    }
}
