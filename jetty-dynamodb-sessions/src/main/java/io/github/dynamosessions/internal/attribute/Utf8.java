package io.github.dynamosessions.internal.attribute;

/**
 * What a text is as UTF-8, without making it so: this is asked of every text that is saved. Nearly all of them are found
 * to be ASCII, or without surrogates, by the bits that their characters have together.
 */
final class Utf8 {

    /** Of one char. Two that make up one character take four. */
    private static final long MAX_CHAR_BYTES = 3;

    /** Bits that every surrogate has. */
    private static final int SURROGATE_BITS = Character.MIN_SURROGATE;

    private static final int PIECE_CHARS = 512;

    private Utf8() {}

    /** Whether a text comes back as it was: no surrogate stands alone. */
    static boolean canHold(String text) {
        if ((bits(text) & SURROGATE_BITS) != SURROGATE_BITS) {
            return true;
        }
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** How many bytes a text takes. */
    static long bytes(String text) {
        long bytes = text.length();
        if (bits(text) < 0x80) {
            return bytes;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Whether a text takes more bytes than this. */
    static boolean isLongerThan(long bytes, String text) {
        return text.length() > bytes || atMost(text) > bytes && bytes(text) > bytes;
    }

    /** More bytes than this a text does not take. */
    static long atMost(String text) {
        return MAX_CHAR_BYTES * text.length();
    }

    /**
     * All that any character has set. Copied in pieces, since that takes the JVM a fraction of asking for each of them; and
     * several at once, since a processor does that in the time of one.
     */
    private static int bits(String text) {
        char[] piece = new char[Math.min(text.length(), PIECE_CHARS)];
        int bits = 0;
        for (int from = 0; from < text.length(); from += piece.length) {
            int length = Math.min(piece.length, text.length() - from);
            text.getChars(from, from + length, piece, 0);
            int i = 0;
            for (; i + 3 < length; i += 4) {
                bits |= piece[i] | piece[i + 1] | piece[i + 2] | piece[i + 3];
            }
            for (; i < length; i++) {
                bits |= piece[i];
            }
        }
        return bits;
    }
}
