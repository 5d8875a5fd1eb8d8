package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.spi.SessionSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;

/**
 * Java serialization with Jetty's class loader rules: the first byte of a payload says whether the value's class came
 * from the web application (1) or from the server (0), and it is read back with the same loader, so that an {@code
 * ArrayList} of webapp classes, a proxy, or a class that exists in both places comes back as what it was.
 */
final class JavaSerializer implements SessionSerializer {

    private static final int BUFFER_BYTES = 512;
    private static final int FROM_SERVER = 0;
    private static final int FROM_WEBAPP = 1;

    private final AllowedClasses allowed;

    JavaSerializer(List<String> allowedClasses) {
        allowed = new AllowedClasses(allowedClasses);
    }

    @Override
    public int id() {
        return Payload.JAVA;
    }

    @Override
    public byte[] serialize(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        bytes.write(ContextLoader.sees(value.getClass()) ? FROM_WEBAPP : FROM_SERVER);
        try (ObjectOutputStream out = new CheckedOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object deserialize(byte[] payload) throws IOException, ClassNotFoundException {
        if (payload.length == 0) {
            throw new IOException("empty payload");
        }
        ClassLoader loader = payload[0] == FROM_WEBAPP ? ContextLoader.current() : ContextLoader.ofServer();
        try (ClassLoadingObjectInputStream in =
                new ClassLoadingObjectInputStream(new ByteArrayInputStream(payload, 1, payload.length - 1))) {
            in.setObjectInputFilter(allowed.filter());
            Object value = in.readObject(loader);
            if (value == null) {
                throw new IOException("null is no attribute value");
            }
            return value;
        }
    }

    /** Refuses at write time what the allow-list would refuse at read time: by then the session would be lost. */
    private final class CheckedOutputStream extends ObjectOutputStream {

        CheckedOutputStream(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            if (allowed.filter().checkInput(new ClassOnly(type)) == ObjectInputFilter.Status.REJECTED) {
                throw new InvalidClassException(type.getName(), "is not among allowedClasses");
            }
        }
    }

    private record ClassOnly(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}
