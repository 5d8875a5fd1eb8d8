package io.github.dynamosessions.internal.item;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the separator of keys out of their parts: every character outside printable ASCII, and {@code %} and {@code |},
 * becomes {@code %} and the four hexadecimal digits of its UTF-16 code unit. Two different strings never come out the
 * same, not even where one is no valid Unicode, and the result is valid in a key.
 */
final class KeyEscaping {

    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private KeyEscaping() {}

    static String escape(String part) {
        if (part.chars().allMatch(KeyEscaping::isPlain)) {
            return part;
        }
        StringBuilder escaped = new StringBuilder(part.length() * 2);
        part.chars().forEach(c -> {
            if (isPlain(c)) {
                escaped.append((char) c);
            } else {
                escaped.append('%').append(String.format("%04X", c));
            }
        });
        return escaped.toString();
    }

    /** The string that was escaped; null if this is no escaped string. */
    static @Nullable String unescape(String part) {
        StringBuilder plain = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                int end = i + 1 + HEX_DIGITS;
                if (end > part.length()) {
                    return null;
                }
                try {
                    c = (char) Integer.parseInt(part, i + 1, end, HEX);
                } catch (NumberFormatException e) {
                    return null;
                }
                i += HEX_DIGITS;
            }
            plain.append(c);
        }
        return escape(plain.toString()).equals(part) ? plain.toString() : null;
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c <= '~' && c != '%' && c != '|';
    }
}
