package io.github.dynamosessions.internal.option;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of options from text, and as text. A text that cannot be read is a {@link BadOptionException}. */
public final class OptionTexts {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KB|MB|)");

    /** Such a number of milliseconds has at most nine digits, and is read again. */
    private static final long MAX_SHORT_SECONDS = 1_000_000;

    private OptionTexts() {}

    public static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw BadOptionException.ofText("true or false", null);
        };
    }

    public static int number(String text) {
        return parsed(text, "a whole number", Integer::parseInt);
    }

    /** {@code 8KB} is 8,192. */
    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw BadOptionException.ofText("a number of bytes such as 8192, 8KB or 4MB", null);
        }
        long bytes = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "KB" -> bytes << 10;
            case "MB" -> bytes << 20;
            default -> bytes;
        };
    }

    static String sizeText(long bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return bytes + " (" + (bytes >> 20) + "MB)";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? bytes + " (" + (bytes >> 10) + "KB)" : Long.toString(bytes);
    }

    /** {@code 60s}, {@code 5m}, or as in ISO 8601. */
    public static Duration duration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (!matcher.matches()) {
            return parsed(text, "a duration such as 60s, 5m, 250ms or PT60S", Duration::parse);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** The shortest form that {@link #duration} reads. */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.getNano() != 0) {
            boolean fits = duration.getNano() % 1_000_000 == 0 && Math.abs(seconds) < MAX_SHORT_SECONDS;
            return fits ? duration.toMillis() + "ms" : duration.toString();
        }
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }

    public static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw OptionChecks.badEndpoint("endpoint", text); // without the cause, whose message repeats the text
        }
    }

    /** A text without any entry is the only entry, so that the setter rejects it. */
    public static String[] list(String text) {
        String[] entries = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toArray(String[]::new);
        return entries.length == 0 ? new String[] {text} : entries;
    }

    public static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return parsed(
                text,
                "one of " + Arrays.toString(type.getEnumConstants()),
                name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    /**
     * A new object of an application's class.
     *
     * @param builtIn what may be named instead of a class
     */
    public static <T> T instance(String builtIn, Class<T> type, String text) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return type.cast(Class.forName(text, true, loader == null ? OptionTexts.class.getClassLoader() : loader)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            String allowed = "'" + builtIn + "' or the name of a " + type.getSimpleName()
                    + " class with a public no-argument constructor";
            throw BadOptionException.ofText(allowed, e);
        }
    }

    private static <T> T parsed(String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw BadOptionException.ofText(allowed, e);
        }
    }
}
