package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The stored form of one attribute value, and the way back. Thread safe.
 *
 * <table>
 * <caption>Stored forms</caption>
 * <tr><th>Java</th><th>DynamoDB</th></tr>
 * <tr><td>String</td><td>S, if it is valid Unicode</td></tr>
 * <tr><td>Boolean</td><td>BOOL</td></tr>
 * <tr><td>Integer</td><td>N</td></tr>
 * <tr><td>Long</td><td>M with one entry, {@code long}: N</td></tr>
 * <tr><td>byte[]</td><td>B: header byte 0, then the bytes</td></tr>
 * <tr><td>anything else</td><td>B: header byte, then what the serializer wrote</td></tr>
 * </table>
 */
public final class AttributeCodec {

    /** Distinguishes a Long from an Integer: DynamoDB has one number type, a session must give back the exact class. */
    private static final String LONG = "long";

    private final JavaSerializer java;
    private final SessionSerializer configured;

    /**
     * A codec for one store.
     *
     * @param serializer what writes values without a native form; null for the built-in Java serializer
     * @param allowedClasses the allow-list of the built-in serializer; empty allows every class
     */
    public AttributeCodec(@Nullable SessionSerializer serializer, List<String> allowedClasses) {
        java = new JavaSerializer(allowedClasses);
        configured = serializer == null ? java : serializer;
    }

    /**
     * The stored form of a value.
     *
     * @param name the attribute's name, for the error
     * @param value the value
     * @return its stored form
     * @throws UnstorableAttributeException if it cannot be serialized, or its name is empty or no valid Unicode
     */
    public AttributeValue encode(String name, Object value) {
        if (name.isEmpty() || !isUnicode(name)) {
            // DynamoDB refuses the one; the other it may take, and never give back.
            Exception reason = new IllegalArgumentException("its name is empty or no valid Unicode");
            throw new UnstorableAttributeException(name, value.getClass(), reason);
        }
        if (value instanceof String text) {
            return isUnicode(text)
                    ? AttributeValue.fromS(text)
                    : binary(serialize(name, text, java)); // as UTF-8 it would not come back
        }
        if (value instanceof Boolean bool) {
            return AttributeValue.fromBool(bool);
        }
        if (value instanceof Integer number) {
            return AttributeValue.fromN(number.toString());
        }
        if (value instanceof Long number) {
            return AttributeValue.fromM(Map.of(LONG, AttributeValue.fromN(number.toString())));
        }
        return binary(value instanceof byte[] bytes ? Payload.raw(bytes) : serialize(name, value, configured));
    }

    /**
     * The value of a stored form.
     *
     * @param name the attribute's name, for the error
     * @param stored the stored form
     * @return the value, of exactly the class that was stored
     * @throws UndecodableAttributeException if it cannot be read: corrupt, or of a class or serializer that is gone
     */
    public Object decode(String name, AttributeValue stored) {
        try {
            return switch (stored.type()) {
                case S -> stored.s();
                case BOOL -> stored.bool();
                case N -> Integer.valueOf(stored.n());
                case M -> Long.valueOf(number(stored.m()));
                case B -> LargeStack.callIfNeeded(() -> deserialize(stored.b().asByteArrayUnsafe()));
                default -> throw new IOException("unknown stored form " + stored.type());
            };
        } catch (Exception | LinkageError e) {
            // Also what a class's own readObject may throw: whatever it is, this value will never be readable here.
            throw new UndecodableAttributeException(name, e);
        }
    }

    /** Whether no surrogate stands alone. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static AttributeValue binary(byte[] stored) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(stored));
    }

    private static byte[] serialize(String name, Object value, SessionSerializer serializer) {
        try {
            return Payload.of(serializer.id(), serializer.serialize(value));
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new UnstorableAttributeException(name, value.getClass(), e);
        }
    }

    private Object deserialize(byte[] stored) throws IOException, ClassNotFoundException {
        int serializer = Payload.serializer(stored);
        byte[] payload = Payload.content(stored);
        if (serializer == Payload.RAW_BYTES) {
            return payload;
        }
        if (serializer == configured.id()) {
            Object value = configured.deserialize(payload);
            if (value == null) {
                throw new IOException("null is no attribute value");
            }
            return value;
        }
        if (serializer == java.id()) {
            return java.deserialize(payload);
        }
        throw new IOException("written by serializer " + serializer + ", configured is " + configured.id());
    }

    private static String number(Map<String, AttributeValue> map) throws IOException {
        AttributeValue number = map.get(LONG);
        if (map.size() != 1 || number == null || number.n() == null) {
            throw new IOException("unknown stored form, a map of " + map.keySet());
        }
        return number.n();
    }

    /** A value that cannot be stored. */
    public static final class UnstorableAttributeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnstorableAttributeException(String name, Class<?> type, Throwable cause) {
            super("session attribute '" + name + "' of " + type.getName() + " cannot be stored: " + cause, cause);
        }
    }

    /** A stored value that cannot be read. */
    public static final class UndecodableAttributeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableAttributeException(String name, Throwable cause) {
            super("session attribute '" + name + "' cannot be read: " + cause, cause);
        }
    }
}
