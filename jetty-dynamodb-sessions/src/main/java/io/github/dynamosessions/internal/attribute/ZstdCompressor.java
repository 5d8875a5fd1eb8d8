package io.github.dynamosessions.internal.attribute;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Zstandard, of {@code com.github.luben:zstd-jni}. That library is optional: this class must not be touched where it is
 * missing.
 */
final class ZstdCompressor implements Compressor {

    private static final Logger LOG = LoggerFactory.getLogger(ZstdCompressor.class);

    private ZstdCompressor() {}

    /** Null where the library has no native code for this platform. */
    static @Nullable Compressor load() {
        try {
            Zstd.compressBound(1); // loads the native code
            return new ZstdCompressor();
        } catch (LinkageError e) {
            LOG.warn(
                    "zstd-jni is on the class path but cannot be used, values are compressed with deflate: {}", "" + e);
            return null;
        }
    }

    @Override
    public int id() {
        return Compression.ZSTD;
    }

    @Override
    public byte @Nullable [] compress(byte[] plain, int maxBytes) {
        byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(plain.length))];
        long length = Zstd.compressByteArray(
                compressed, 0, compressed.length, plain, 0, plain.length, Zstd.defaultCompressionLevel());
        return length > maxBytes ? null : Arrays.copyOf(compressed, (int) length);
    }

    @Override
    public void decompress(byte[] compressed, int offset, byte[] plain) throws IOException {
        long length;
        try {
            length = Zstd.decompressByteArray(plain, 0, plain.length, compressed, offset, compressed.length - offset);
        } catch (ZstdException e) {
            throw new IOException("compressed payload is malformed: " + e.getMessage(), e);
        }
        if (length != plain.length) {
            throw new IOException("compressed payload does not come to the " + plain.length + " bytes it claims");
        }
    }
}
