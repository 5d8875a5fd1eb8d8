package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import java.util.Arrays;

/**
 * The header byte in front of a binary value: bits 0 to 5 number the serializer, bit 6 is kept for compression, bit 7
 * for encryption. A bit that this version does not know makes the value unreadable instead of misread.
 */
final class Payload {

    static final int RAW_BYTES = 0;
    static final int JAVA = 1;

    private static final int SERIALIZER_BITS = 0x3F;

    private Payload() {}

    static byte[] raw(byte[] bytes) {
        return of(RAW_BYTES, bytes);
    }

    static byte[] of(int serializer, byte[] content) {
        byte[] stored = new byte[content.length + 1];
        stored[0] = (byte) serializer;
        System.arraycopy(content, 0, stored, 1, content.length);
        return stored;
    }

    static int serializer(byte[] stored) throws IOException {
        if (stored.length == 0) {
            throw new IOException("binary value without a header byte");
        }
        int header = stored[0] & 0xFF;
        if ((header & ~SERIALIZER_BITS) != 0) {
            throw new IOException("unknown flags in header byte 0x" + Integer.toHexString(header));
        }
        return header;
    }

    static byte[] content(byte[] stored) {
        return Arrays.copyOfRange(stored, 1, stored.length);
    }
}
