package io.github.dynamosessions.internal.attribute;

/**
 * What a text is as UTF-8, without making it so: this is asked of every text that is saved. Nearly all of them are found
 * to be ASCII, or without surrogates, by the bits that their characters have together.
 */
final class Utf8 {

    /** Of a text that would not come back as it was: a surrogate stands alone in it. */
    static final long NONE = -1;

    /** Bits that every surrogate has. */
    private static final int SURROGATE_BITS = Character.MIN_SURROGATE;

    private static final int PIECE_CHARS = 512;

    private Utf8() {}

    /** How many bytes a text takes, or {@link #NONE}. */
    static long bytes(String text) {
        int bits = bits(text);
        if (bits < 0x80) {
            return text.length();
        }
        boolean mayHoldSurrogates = (bits & SURROGATE_BITS) == SURROGATE_BITS;
        return mayHoldSurrogates && hasLoneSurrogate(text) ? NONE : count(text);
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static long count(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
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
