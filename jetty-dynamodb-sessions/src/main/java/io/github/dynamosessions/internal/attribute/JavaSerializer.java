package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import org.eclipse.jetty.util.Fields;

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

    JavaSerializer(AllowedClasses allowed) {
        this.allowed = allowed;
    }

    @Override
    public int id() {
        return Payload.JAVA;
    }

    @Override
    public byte[] serialize(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        bytes.write(ContextLoader.sees(value.getClass()) ? FROM_WEBAPP : FROM_SERVER);
        try (ObjectOutputStream out = new Output(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object deserialize(byte[] payload) throws IOException, ClassNotFoundException {
        if (payload.length == 0) {
            throw new IOException("empty payload");
        }
        ClassLoader loader =
                switch (payload[0]) {
                    case FROM_SERVER -> ContextLoader.ofServer();
                    case FROM_WEBAPP -> ContextLoader.current();
                    default -> throw new UnsupportedFormatException("unknown class loader " + payload[0]);
                };
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try (Input in = new Input(new ByteArrayInputStream(payload, 1, payload.length - 1))) {
            thread.setContextClassLoader(loader); // which is the one that Jetty resolves proxies with
            in.setObjectInputFilter(allowed.filter(payload.length));
            Object value = in.readObject(loader);
            if (value == null) {
                throw new IOException("null is no attribute value");
            }
            return value;
        } catch (InvalidClassException e) {
            throw e.getCause() instanceof AllowedClasses.RefusedException refused
                    ? new IOException(refused.getMessage(), e)
                    : e;
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** Writes Jetty's form parameters too. */
    private static final class Output extends ObjectOutputStream {

        Output(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object value) {
            return value instanceof Fields fields ? StoredFields.of(fields) : value;
        }
    }

    /** Finds what the other one has written in place of them, which an application's class loader need not see. */
    private static final class Input extends ClassLoadingObjectInputStream {

        Input(InputStream in) throws IOException {
            super(in);
        }

        @Override
        public Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
            return type.getName().equals(StoredFields.class.getName()) ? StoredFields.class : super.resolveClass(type);
        }
    }
}
