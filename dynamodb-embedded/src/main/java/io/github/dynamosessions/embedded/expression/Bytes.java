package io.github.dynamosessions.embedded.expression;

import java.util.Arrays;

/** Searches in byte arrays. */
final class Bytes {

    private Bytes() {}

    static boolean startsWith(byte[] bytes, byte[] start) {
        return matches(bytes, start, 0);
    }

    static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (matches(bytes, part, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, byte[] part, int from) {
        return from + part.length <= bytes.length
                && Arrays.equals(bytes, from, from + part.length, part, 0, part.length);
    }
}
