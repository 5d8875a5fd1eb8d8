package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.internal.attribute.DeserializerThreads.BusyException;
import io.github.dynamosessions.internal.attribute.DeserializerThreads.EndlessException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/**
 * The stored form of one attribute value, and the way back. Thread safe.
 *
 * <table>
 * <caption>Stored forms</caption>
 * <tr><th>Java</th><th>DynamoDB</th></tr>
 * <tr><td>String</td><td>S, if it is valid Unicode and not compressed</td></tr>
 * <tr><td>Boolean</td><td>BOOL</td></tr>
 * <tr><td>Integer</td><td>N</td></tr>
 * <tr><td>Long</td><td>M with one entry, {@code long}: N</td></tr>
 * <tr><td>byte[]</td><td>B: header byte 0, then the bytes</td></tr>
 * <tr><td>anything else</td><td>B: header byte, then what the serializer wrote</td></tr>
 * </table>
 *
 * <p>The attributes that Jetty itself sets are always serialized by the Java serializer, with an allow-list that knows them.
 *
 * <p>What follows the header byte is compressed above a size, if that makes it smaller.
 */
public final class AttributeCodec {

    /** Distinguishes a Long from an Integer: DynamoDB has one number type, a session must give back the exact class. */
    private static final String LONG = "long";

    private final AllowedClasses allowed;
    private final JavaSerializer java;
    private final JavaSerializer ofContainer;
    private final SessionSerializer configured;
    private final Compression compression;
    private final DeserializerThreads threads;

    /**
     * A codec for one store.
     *
     * @param serializer what writes values without a native form; null for the built-in Java serializer
     * @param allowedClasses the allow-list of the built-in serializer. Empty allows every class, or, where another serializer
     *     writes, strings alone: the built-in one writes those that are no valid Unicode
     * @param compressionThreshold payloads of more bytes than this are compressed
     */
    public AttributeCodec(
            @Nullable SessionSerializer serializer, List<String> allowedClasses, long compressionThreshold) {
        this(serializer, allowedClasses, Compression.available(compressionThreshold), DeserializerThreads.SHARED);
    }

    AttributeCodec(
            @Nullable SessionSerializer serializer,
            List<String> allowedClasses,
            Compression compression,
            DeserializerThreads threads) {
        List<String> allowed = new ArrayList<>(allowedClasses);
        if (serializer != null) {
            allowed.add(String.class.getName());
        }
        this.allowed = new AllowedClasses(allowed);
        java = new JavaSerializer(this.allowed);
        ofContainer = this.allowed.isOpen()
                ? java
                : new JavaSerializer(new AllowedClasses(ContainerAttributes.allowedBeside(allowed)));
        configured = serializer == null ? java : serializer;
        this.compression = compression;
        this.threads = threads;
    }

    /** Whether the built-in serializer reads objects of every class. */
    public boolean isOpen() {
        return allowed.isOpen();
    }

    /** The allow-list that all that was written and read so far needs; empty if there is one. */
    public Set<String> usedClasses() {
        return allowed.used();
    }

    /**
     * The stored form of a value, which can be read.
     *
     * @param name the attribute's name, for the error
     * @param value the value
     * @return its stored form
     * @throws UnstorableAttributeException if it cannot be serialized and read again, or its name is empty or no valid Unicode
     */
    public AttributeValue encode(String name, Object value) {
        Encoded encoded = encodeUnproven(name, value);
        prove(name, value, encoded);
        return encoded.form();
    }

    /**
     * Reads what the built-in serializer wrote, before it is stored: later the session would be lost. Nothing else tells, since
     * reading asks for classes that no stream names (the arrays inside of collections, the interfaces of proxies, what a {@code
     * readResolve} returns), needs constructors that writing does not, and calls what the classes bring with them.
     *
     * @throws UnstorableAttributeException if it cannot be read
     * @throws UnsupportedFormatException if this node is too busy to tell
     */
    public void prove(String name, Object value, Encoded encoded) {
        if (writer(encoded.form()) == Payload.JAVA) {
            try {
                decode(name, encoded.form());
            } catch (UnreadableAttributeException e) {
                throw new UnstorableAttributeException(name, value.getClass(), e.getCause());
            }
        }
    }

    /** The stored form of a value, and its sizes. Whether it can be read is left to {@link #prove}. */
    public Encoded encodeUnproven(String name, Object value) {
        if (name.isEmpty() || Utf8.bytes(name) == Utf8.NONE) {
            // DynamoDB refuses the one; the other it may take, and never give back.
            Exception reason = new IllegalArgumentException("its name is empty or no valid Unicode");
            throw new UnstorableAttributeException(name, value.getClass(), reason);
        }
        if (value instanceof String text) {
            long bytes = Utf8.bytes(text);
            return bytes == Utf8.NONE ? serialized(name, text, java) : text(text, bytes);
        }
        if (value instanceof Boolean bool) {
            return small(AttributeValue.fromBool(bool));
        }
        if (value instanceof Integer number) {
            return small(AttributeValue.fromN(number.toString()));
        }
        if (value instanceof Long number) {
            return small(AttributeValue.fromM(Map.of(LONG, AttributeValue.fromN(number.toString()))));
        }
        return value instanceof byte[] bytes
                ? binary(Payload.RAW_BYTES, bytes)
                : serialized(name, value, serializer(name));
    }

    /**
     * The value of a stored form.
     *
     * @param name the attribute's name, for the error
     * @param stored the stored form
     * @return the value, of exactly the class that was stored
     * @throws UnreadableAttributeException if it cannot be read: corrupt, or of a class that is gone
     * @throws UnsupportedFormatException if another node can read it
     * @throws SerializerFailedException if a user-supplied serializer throws what it should not
     */
    public Object decode(String name, AttributeValue stored) {
        return decode(Map.of(name, stored), unreadable -> {
                    throw unreadable;
                })
                .get(name);
    }

    /**
     * The values of stored forms, by name.
     *
     * @param unreadable receives those that cannot be read, and are left out
     * @throws UnreadableAttributeException if deserialization does not end
     * @throws UnsupportedFormatException if another node can read one of them
     */
    public Map<String, Object> decode(
            Map<String, AttributeValue> stored, Consumer<UnreadableAttributeException> unreadable) {
        Map<String, Object> values = new HashMap<>();
        long serializedBytes = 0;
        String[] current = {""};
        for (Map.Entry<String, AttributeValue> entry : stored.entrySet()) {
            int writer = writer(entry.getValue());
            if (writer != Payload.RAW_BYTES && writer != Payload.TEXT) {
                serializedBytes += Math.max(1, plainBytes(entry.getValue()));
                current[0] = entry.getKey();
            }
        }
        Callable<Map<String, Object>> decode = () -> {
            stored.forEach((name, form) -> {
                current[0] = name;
                decode(name, form, values, unreadable);
            });
            return values;
        };
        try {
            return serializedBytes == 0 ? decode.call() : threads.call(stored, serializedBytes, decode);
        } catch (EndlessException e) {
            throw new UnreadableAttributeException(current[0], e);
        } catch (BusyException e) {
            throw new UnsupportedFormatException("session attribute '" + current[0] + "': " + e.getMessage());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void decode(
            String name,
            AttributeValue stored,
            Map<String, Object> values,
            Consumer<UnreadableAttributeException> unreadable) {
        Throwable reason;
        try {
            values.put(name, read(name, stored));
            return;
        } catch (UnsupportedFormatException | SerializerFailedException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new UnsupportedFormatException(
                    "session attribute '" + name + "' needs more memory than this node has: " + e.getMessage());
        } catch (StackOverflowError e) {
            reason = DeserializerThreads.tooDeep(e);
        } catch (Throwable e) {
            // Whatever a class's own readObject may throw, an Error too: this value will never be readable here.
            reason = e;
        }
        unreadable.accept(new UnreadableAttributeException(name, reason));
    }

    private Object read(String name, AttributeValue stored) throws IOException, ClassNotFoundException {
        return switch (stored.type()) {
            case S -> stored.s();
            case BOOL -> stored.bool();
            case N -> Integer.valueOf(stored.n());
            case M -> Long.valueOf(number(stored.m()));
            case B -> deserialize(name, stored.b().asByteArrayUnsafe());
            default -> throw new UnsupportedFormatException("unknown stored form " + stored.type());
        };
    }

    /** The number of the serializer that has written this, if any has. */
    private static int writer(AttributeValue stored) {
        return stored.type() == Type.B ? Payload.writer(stored.b().asByteArrayUnsafe()) : Payload.TEXT;
    }

    /** How many bytes a text or binary value takes once it is unpacked. Nothing is unpacked for this. */
    public static long plainBytes(AttributeValue stored) {
        return stored.type() == Type.B ? Payload.plainBytes(stored.b().asByteArrayUnsafe()) : Utf8.bytes(stored.s());
    }

    /** The bytes of a stored text or binary value, header byte included: as a binary value, they decode to the same. */
    public static byte[] bytes(AttributeValue stored) {
        return stored.type() == Type.B
                ? stored.b().asByteArrayUnsafe()
                : Payload.of(Payload.TEXT, stored.s().getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes a text that is stored takes as UTF-8. */
    public static long utf8Bytes(String text) {
        return Utf8.bytes(text);
    }

    private Encoded text(String text, long bytes) {
        if (!compression.isSmall(bytes)) {
            byte[] compressed = compression.compress(text.getBytes(StandardCharsets.UTF_8));
            if (compressed != null) {
                return stored(Payload.compressed(Payload.TEXT, compressed));
            }
        }
        return new Encoded(AttributeValue.fromS(text), bytes, bytes);
    }

    private static Encoded small(AttributeValue form) {
        return new Encoded(form, 0, 0);
    }

    private Encoded binary(int serializer, byte[] payload) {
        byte[] compressed = compression.compress(payload);
        return stored(
                compressed == null ? Payload.of(serializer, payload) : Payload.compressed(serializer, compressed));
    }

    private Encoded serialized(String name, Object value, SessionSerializer serializer) {
        try {
            return binary(serializer.id(), serializer.serialize(value));
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new UnstorableAttributeException(name, value.getClass(), e);
        }
    }

    /** The container's own attributes are what they are: a user-supplied serializer need not know them. */
    private SessionSerializer serializer(String name) {
        return ContainerAttributes.contain(name) ? ofContainer : configured;
    }

    private static Encoded stored(byte[] bytes) {
        return new Encoded(
                AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)), bytes.length, Payload.plainBytes(bytes));
    }

    private Object deserialize(String name, byte[] stored) throws IOException, ClassNotFoundException {
        int serializer = Payload.serializer(stored);
        byte[] payload = Payload.content(stored);
        if (Payload.isCompressed(stored)) {
            payload = compression.decompress(payload);
        }
        if (serializer == Payload.RAW_BYTES) {
            return payload;
        }
        if (serializer == Payload.TEXT) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        }
        if (serializer == Payload.JAVA && ContainerAttributes.contain(name)) {
            return ofContainer.deserialize(payload);
        }
        if (serializer == java.id()) {
            return java.deserialize(payload);
        }
        if (serializer == configured.id()) {
            return deserializeByConfigured(name, payload);
        }
        throw new UnsupportedFormatException(
                "written by serializer " + serializer + ", configured is " + configured.id());
    }

    /** Malformed bytes are one thing, a fault of the application's own code another: the session is kept until it is corrected. */
    private Object deserializeByConfigured(String name, byte[] payload) throws IOException, ClassNotFoundException {
        Object value;
        try {
            value = configured.deserialize(payload);
        } catch (IOException | ClassNotFoundException | StackOverflowError | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new SerializerFailedException(name, e);
        }
        if (value == null) {
            throw new IOException("null is no attribute value");
        }
        return value;
    }

    private static String number(Map<String, AttributeValue> map) {
        AttributeValue number = map.get(LONG);
        if (map.size() != 1 || number == null || number.n() == null) {
            throw new UnsupportedFormatException("unknown stored form, a map of " + map.keySet());
        }
        return number.n();
    }

    /**
     * A stored form.
     *
     * @param form the stored form
     * @param bytes how many a text or a binary value takes; 0 for others, which are small
     * @param plainBytes how many it takes once it is unpacked
     */
    public record Encoded(AttributeValue form, long bytes, long plainBytes) {}

    /** A value that cannot be stored. */
    public static final class UnstorableAttributeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnstorableAttributeException(String name, Class<?> type, Throwable cause) {
            super("session attribute '" + name + "' of " + type.getName() + " cannot be stored: " + cause, cause);
        }
    }

    /** A stored value that cannot be read. */
    public static final class UnreadableAttributeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableAttributeException(String name, Throwable cause) {
            super("session attribute '" + name + "' cannot be read: " + cause, cause);
        }

        public UnreadableAttributeException(String name, String reason) {
            super("session attribute '" + name + "' cannot be read: " + reason);
        }
    }

    /** A user-supplied serializer has thrown what is neither said of malformed bytes nor of a class that is gone. */
    public static final class SerializerFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SerializerFailedException(String name, Throwable cause) {
            super("session attribute '" + name + "' cannot be read, its serializer failed: " + cause, cause);
        }
    }

    /**
     * A stored value or item that another node can read: one of a later version, or with another serializer, library or limit, or
     * with more memory or time. It is kept, and its request is answered 503.
     */
    public static final class UnsupportedFormatException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnsupportedFormatException(String message) {
            super(message);
        }
    }
}
