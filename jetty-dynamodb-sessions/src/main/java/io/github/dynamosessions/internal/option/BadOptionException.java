package io.github.dynamosessions.internal.option;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An option has a value that is not allowed. The message is one line of at most 300 characters. */
public final class BadOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 80;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    private final String allowed;
    private final @Nullable String shown;

    private BadOptionException(
            String name, String allowed, String was, @Nullable String shown, @Nullable Throwable cause) {
        super(name + " must be " + allowed + ", was " + was, cause);
        this.allowed = allowed;
        this.shown = shown;
    }

    /** A value whose text may differ from what was written, such as a number of bytes. */
    static BadOptionException ofValue(String option, String allowed, Object was) {
        return new BadOptionException(option, allowed, was.toString(), null, null);
    }

    /** A value that is shown like this in every case, such as a text or what replaces a secret. */
    static BadOptionException shown(String option, String allowed, String was) {
        return new BadOptionException(option, allowed, was, was, null);
    }

    /** A text from which no value can be read. Whoever read it names the option, by {@link #from}. */
    public static BadOptionException ofText(String allowed, @Nullable Throwable cause) {
        return new BadOptionException("value", allowed, "unreadable", null, cause);
    }

    /**
     * The same exception about an option that was set by a text.
     *
     * @param name the name by which it was set
     * @param text the text as it was written
     */
    public BadOptionException from(String name, String text) {
        return new BadOptionException(name, allowed, shown == null ? quoted(text) : shown, shown, getCause());
    }

    /** In one line, without what follows the first characters of a long text. */
    static String quoted(String text) {
        return "'" + inOneLine(text) + "'";
    }

    static String inOneLine(String text) {
        return shortened(CONTROL_CHARACTER.matcher(shortened(text)).replaceAll(BadOptionException::escaped));
    }

    static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 1) + "…";
    }

    private static String escaped(MatchResult character) {
        return String.format("\\\\u%04x", (int) character.group().charAt(0));
    }
}
