package io.github.dynamosessions.internal.attribute;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The header byte in front of a binary value: bits 0 to 5 number the serializer, bit 6 says that what follows is
 * compressed, bit 7 is reserved for encryption. A value with a bit that this version does not know is left to nodes that do.
 */
final class Payload {

    static final int RAW_BYTES = 0;
    static final int JAVA = 1;

    /** A String in UTF-8, too long to be left uncompressed. */
    static final int TEXT = 2;

    private static final int SERIALIZER_BITS = 0x3F;
    private static final int COMPRESSED_BIT = 0x40;

    private Payload() {}

    static byte[] of(int serializer, byte[] content) {
        byte[] stored = new byte[content.length + 1];
        stored[0] = (byte) serializer;
        System.arraycopy(content, 0, stored, 1, content.length);
        return stored;
    }

    static byte[] compressed(int serializer, byte[] content) {
        return of(serializer | COMPRESSED_BIT, content);
    }

    static int serializer(byte[] stored) throws IOException {
        if (stored.length == 0) {
            throw new IOException("binary value without a header byte");
        }
        int header = stored[0] & 0xFF;
        if ((header & ~(SERIALIZER_BITS | COMPRESSED_BIT)) != 0) {
            throw new UnsupportedFormatException("unknown flags in header byte 0x" + Integer.toHexString(header));
        }
        return header & SERIALIZER_BITS;
    }

    static boolean isCompressed(byte[] stored) {
        return (stored[0] & COMPRESSED_BIT) != 0;
    }

    /** The number of a serializer, whatever else the header says. */
    static int writer(byte[] stored) {
        return stored.length == 0 ? RAW_BYTES : stored[0] & SERIALIZER_BITS;
    }

    /** How many bytes the value takes once it is unpacked. */
    static long plainBytes(byte[] stored) {
        return stored.length > 0 && isCompressed(stored) ? Compression.plainBytes(stored, 1) : stored.length;
    }

    static byte[] content(byte[] stored) {
        return Arrays.copyOfRange(stored, 1, stored.length);
    }
}
