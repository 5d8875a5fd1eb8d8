package io.github.dynamosessions.internal.metrics;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Texts that may contain what a client has sent, for a log: one line, no control characters, not endless. */
final class LogText {

    private static final int MOST_CHARS = 1_000;
    private static final int MOST_CAUSES = 20;

    /** Controls, line and paragraph separators, what changes the direction of a text or hides in it, half a surrogate pair. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private LogText() {}

    /** A line feed becomes {@code \}{@code u000a}, and a long text ends in an ellipsis. */
    static String printable(String text) {
        String start = text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
        return UNPRINTABLE.matcher(start).replaceAll(found -> found.group()
                .chars()
                .mapToObj(each -> String.format("\\\\u%04x", each))
                .collect(Collectors.joining()));
    }

    /** The exception itself if it and its causes are printable, otherwise copies that are. */
    static @Nullable Throwable printable(@Nullable Throwable thrown) {
        return isPrintable(thrown, 0) ? thrown : Copy.of(thrown, 0);
    }

    private static boolean isPrintable(@Nullable Throwable thrown, int depth) {
        if (thrown == null) {
            return true;
        }
        String text = thrown.toString();
        return depth < MOST_CAUSES && text.equals(printable(text)) && isPrintable(thrown.getCause(), depth + 1);
    }

    /** Where an exception was thrown, under a text that names it. */
    private static final class Copy extends Throwable {

        private static final long serialVersionUID = 1;

        private Copy(Throwable original, @Nullable Throwable cause) {
            super(printable(original.toString()), cause, false, true);
            setStackTrace(original.getStackTrace());
        }

        private static @Nullable Copy of(@Nullable Throwable original, int depth) {
            return original == null || depth == MOST_CAUSES
                    ? null
                    : new Copy(original, of(original.getCause(), depth + 1));
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
