package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UndecodableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes in their stored form, small ones in the item and big ones in parts, and back. Thread safe. */
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
     * @param partsExpirySeconds the TTL of new parts, in epoch seconds; null for none
     * @param spilled takes the value if it goes to new parts
     */
    AttributeValue encode(
            String name,
            Object value,
            @Nullable AttributeValue before,
            @Nullable Long partsExpirySeconds,
            Consumer<SpilledValue> spilled) {
        AttributeCodec.Encoded encoded = codec.encodeSized(name, value);
        if (encoded.bytes() <= largeAttributeThreshold) {
            return encoded.form();
        }
        byte[] bytes = AttributeCodec.bytes(encoded.form());
        if (before != null
                && PartReference.is(before)
                && PartReference.of(before).matches(bytes)) {
            return before;
        }
        SpilledValue parts = SpilledValue.of(bytes, partsExpirySeconds);
        spilled.accept(parts);
        return parts.reference().toValue();
    }

    /** Whether this is the value that is stored. One that cannot be stored is not. */
    boolean isStored(String name, Object value, @Nullable AttributeValue stored) {
        try {
            return encode(name, value, stored, null, ignored -> {}).equals(stored);
        } catch (UnstorableAttributeException e) {
            return false; // the save will say so
        }
    }

    /** Whether nobody can change the value of an attribute in place, as far as can be told by its class alone. */
    static boolean isImmutable(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long;
    }

    /** The values of all attributes; of one that lies in parts, its reference, until somebody asks for it. */
    Map<String, Object> decode(Map<String, AttributeValue> stored) {
        Map<String, Object> values = new HashMap<>();
        stored.forEach(
                (name, form) -> values.put(name, PartReference.is(form) ? PartReference.of(form) : decode(name, form)));
        return values;
    }

    /** The value that was found for a reference. */
    Object decode(String name, SpilledValues.Found found) {
        if (!PartReference.is(found.stored())) {
            return decode(name, found.stored());
        }
        if (found.bytes() == null) {
            throw new ItemCodec.UndecodableItemException(
                    "session attribute '" + name + "' cannot be read: its parts are missing or damaged", null);
        }
        return decode(name, AttributeValue.fromB(found.bytes()));
    }

    private Object decode(String name, AttributeValue form) {
        try {
            return codec.decode(name, form);
        } catch (UndecodableAttributeException e) {
            throw new ItemCodec.UndecodableItemException(e.getMessage(), e);
        }
    }
}
