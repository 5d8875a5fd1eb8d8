package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Raw deflate, of the JDK, at its default level. A faster level saves less than a millisecond at 50 KB, and a write unit
 * costs as much as 56 of them.
 */
final class DeflateCompressor implements Compressor {

    /** Without the header and checksum of zlib. */
    private static final boolean RAW = true;

    @Override
    public int id() {
        return Compression.DEFLATE;
    }

    @Override
    public byte @Nullable [] compress(byte[] plain, int maxBytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, RAW);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] compressed = new byte[maxBytes];
            int length = deflater.deflate(compressed);
            return deflater.finished() ? Arrays.copyOf(compressed, length) : null;
        } finally {
            deflater.end();
        }
    }

    @Override
    public void decompress(byte[] compressed, int offset, byte[] plain) throws IOException {
        Inflater inflater = new Inflater(RAW);
        try {
            inflater.setInput(compressed, offset, compressed.length - offset);
            int length = inflater.inflate(plain);
            if (length < plain.length || inflater.inflate(new byte[1]) > 0) {
                throw new IOException("compressed payload does not come to the " + plain.length + " bytes it claims");
            }
            if (!inflater.finished() || inflater.getRemaining() > 0) {
                throw new IOException("compressed payload is malformed: it does not end where it should");
            }
        } catch (DataFormatException e) {
            throw new IOException("compressed payload is malformed: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
