package io.github.dynamosessions.embedded.value;

/** Lengths and order of strings by their UTF-8 bytes, without making the bytes. */
public final class Utf8 {

    private Utf8() {}

    /** The number of bytes in UTF-8. An unpaired surrogate counts as one byte, as the encoder replaces it by {@code ?}. */
    public static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes++;
                if (c >= 0x800) {
                    if (!Character.isSurrogate(c)) {
                        bytes++;
                    } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                        bytes++; // two chars have four bytes
                        i++;
                    } else {
                        bytes--;
                    }
                }
            }
        }
        return bytes;
    }

    /** Compares by unsigned UTF-8 bytes, which is the order of code points. */
    public static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogateX = Character.isSurrogate(x);
                boolean surrogateY = Character.isSurrogate(y);
                return surrogateX == surrogateY ? x - y : surrogateX ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
