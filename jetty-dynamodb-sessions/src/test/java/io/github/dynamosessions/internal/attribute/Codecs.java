package io.github.dynamosessions.internal.attribute;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Short words for these tests. */
final class Codecs {

    static final long UNCOMPRESSED = Compression.MAX_PLAIN_BYTES;

    /** Patient, since the machine of a build is busy. */
    private static final DeserializerThreads THREADS = new DeserializerThreads(Duration.ofMinutes(1));

    static final AttributeCodec JAVA = with(Compression.available(UNCOMPRESSED));

    private Codecs() {}

    static AttributeCodec with(Compression compression) {
        return with(compression, THREADS);
    }

    static AttributeCodec with(Compression compression, DeserializerThreads threads) {
        return new AttributeCodec(null, List.of(), compression, threads);
    }

    static Object roundTrip(Object value) {
        return roundTrip(JAVA, value);
    }

    static Object roundTrip(AttributeCodec codec, Object value) {
        return codec.decode("a", codec.encode("a", value));
    }

    static AttributeCodec allowing(String... patterns) {
        return new AttributeCodec(null, List.of(patterns), UNCOMPRESSED);
    }

    /** A binary value: a header byte, and what follows it. */
    static AttributeValue binary(int header, int... content) {
        byte[] bytes = new byte[content.length + 1];
        bytes[0] = (byte) header;
        for (int i = 0; i < content.length; i++) {
            bytes[i + 1] = (byte) content[i];
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    /** A class of the server's as {@link JavaSerializer} stores it, whether or not it may be read. */
    static AttributeValue unchecked(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Payload.JAVA);
        bytes.write(0);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray()));
    }

    /** As Jetty runs a request: with the context's class loader. */
    static <T> T in(ClassLoader context, Callable<T> call) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
