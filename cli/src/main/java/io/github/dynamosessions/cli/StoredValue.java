package io.github.dynamosessions.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One attribute of a session, as {@code docs/item-format.md} says it is stored; never deserialized.
 *
 * @param type its class, or what is known of it
 * @param value the value, if it has a native form
 * @param bytes the size of what is stored, if it has not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredValue(
        String type, @Nullable Object value, @Nullable Integer bytes) {

    private static final int SERIALIZER_BITS = 0x3F;
    private static final int COMPRESSED = 0x40;
    private static final int ENCRYPTED = 0x80;
    private static final int RAW_BYTES = 0;
    private static final int JAVA = 1;
    private static final int TEXT = 2;

    /** Stands in front of an object stream: its header byte, and the one that names the class loader. */
    private static final int BYTES_BEFORE_STREAM = 2;

    static StoredValue of(AttributeValue stored) {
        return switch (stored.type()) {
            case S -> new StoredValue("String", stored.s(), null);
            case BOOL -> new StoredValue("Boolean", stored.bool(), null);
            case N -> new StoredValue("Integer", new BigDecimal(stored.n()), null);
            case M -> ofMap(stored);
            case B -> ofBytes(stored.b().asByteArrayUnsafe());
            default -> new StoredValue("unknown, stored as " + stored.type(), null, null);
        };
    }

    /** For people. */
    String shown() {
        return bytes == null ? String.valueOf(value) : bytes + " bytes";
    }

    private static StoredValue ofMap(AttributeValue map) {
        AttributeValue number = map.m().get("long");
        AttributeValue size = map.m().get("size");
        if (number != null && number.n() != null) {
            return new StoredValue("Long", new BigDecimal(number.n()), null);
        }
        return map.m().containsKey("chunkId") && size != null && size.n() != null
                ? new StoredValue("in chunk items", null, new BigDecimal(size.n()).intValue())
                : new StoredValue("unknown, stored as a map", null, null);
    }

    private static StoredValue ofBytes(byte[] stored) {
        int header = stored.length == 0 ? RAW_BYTES : stored[0] & 0xFF;
        int length = Math.max(0, stored.length - 1);
        if (header == RAW_BYTES) {
            return new StoredValue("byte[]", null, length);
        }
        String className = header == JAVA ? JavaClassName.of(stored, BYTES_BEFORE_STREAM) : null;
        return new StoredValue(className == null ? serializer(header) : className, null, length);
    }

    private static String serializer(int header) {
        int serializer = header & SERIALIZER_BITS;
        return (serializer == RAW_BYTES ? "byte[]" : serializer == TEXT ? "String" : "serializer " + serializer)
                + ((header & COMPRESSED) == 0 ? "" : ", compressed")
                + ((header & ENCRYPTED) == 0 ? "" : ", encrypted");
    }
}
