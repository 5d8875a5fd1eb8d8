package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes big payloads smaller, where that is worth it. A compressed payload is the algorithm's number (one byte), the
 * length of the plain payload (four, the highest first), and what the algorithm made of it. Thread safe.
 */
final class Compression {

    static final int DEFLATE = 0;
    static final int ZSTD = 1;

    /** No plain payload is longer. A compressed one that claims to be is a bomb. */
    static final int MAX_PLAIN_BYTES = 64 * 1024 * 1024;

    private static final int PREFIX_BYTES = 1 + Integer.BYTES;

    private final long threshold;
    private final List<Compressor> compressors;

    /**
     * Compresses with the first compressor, and reads what any of them wrote.
     *
     * @param threshold payloads of more bytes than this are compressed
     */
    Compression(long threshold, List<Compressor> compressors) {
        this.threshold = threshold;
        this.compressors = compressors;
    }

    /** With what this platform and class path have, the best first. */
    static Compression available(long threshold) {
        return new Compression(
                threshold,
                Stream.of(zstd(), new DeflateCompressor())
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static @Nullable Compressor zstd() {
        try {
            Class.forName("com.github.luben.zstd.Zstd", false, Compression.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null; // nobody has to have it
        }
        return ZstdCompressor.load();
    }

    /** Whether a payload of so many bytes is left as it is. */
    boolean isSmall(long payloadBytes) {
        return payloadBytes <= threshold;
    }

    /**
     * Compresses a payload.
     *
     * @return null if it is not to be compressed, or not smaller than the payload even with a header byte
     */
    byte @Nullable [] compress(byte[] plain) {
        int maxBytes = plain.length - PREFIX_BYTES - 2;
        if (isSmall(plain.length) || plain.length > MAX_PLAIN_BYTES || maxBytes <= 0) {
            return null;
        }
        Compressor compressor = compressors.get(0);
        byte[] compressed = compressor.compress(plain, maxBytes);
        if (compressed == null) {
            return null;
        }
        return ByteBuffer.allocate(PREFIX_BYTES + compressed.length)
                .put((byte) compressor.id())
                .putInt(plain.length)
                .put(compressed)
                .array();
    }

    /** The length of the plain payload, as a compressed one claims it. */
    static long plainBytes(byte[] stored, int from) {
        return stored.length - from < PREFIX_BYTES
                ? stored.length - from
                : Integer.toUnsignedLong(ByteBuffer.wrap(stored).getInt(from + 1));
    }

    /**
     * The plain payload.
     *
     * @throws IOException if the compressed one is malformed, or a bomb
     * @throws UnsupportedFormatException if it was written with an algorithm that is missing here
     */
    byte[] decompress(byte[] payload) throws IOException {
        if (payload.length < PREFIX_BYTES) {
            throw new IOException("compressed payload is cut short");
        }
        Compressor compressor = compressor(payload[0]);
        long plainBytes = plainBytes(payload, 0);
        if (plainBytes > MAX_PLAIN_BYTES) {
            throw new IOException(
                    "compressed payload claims " + plainBytes + " bytes, at most " + MAX_PLAIN_BYTES + " are allowed");
        }
        byte[] plain = new byte[(int) plainBytes];
        compressor.decompress(payload, PREFIX_BYTES, plain);
        return plain;
    }

    private Compressor compressor(int id) {
        for (Compressor compressor : compressors) {
            if (compressor.id() == id) {
                return compressor;
            }
        }
        if (id == ZSTD) {
            throw new UnsupportedFormatException("a session attribute is compressed with zstd, which needs"
                    + " com.github.luben:zstd-jni on the class path");
        }
        throw new UnsupportedFormatException("unknown compression algorithm " + id);
    }
}
