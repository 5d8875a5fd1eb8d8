package io.github.dynamosessions.internal.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The forms in which an option is set, and its name in each. */
public enum OptionForm {
    /** By its own name, as a setter of the builder or of a factory. */
    OPTION("option", ""),
    /** {@code touchInterval} is {@code DYNAMO_SESSION_TOUCH_INTERVAL}. */
    VARIABLE("environment variable", "DYNAMO_SESSION_") {
        @Override
        public String of(String option) {
            return super.of(option.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
        }
    },
    /** {@code touchInterval} is {@code jetty.session.dynamodb.touchInterval}. */
    PROPERTY("property", "jetty.session.dynamodb.");

    private final String kind;
    private final String prefix;

    OptionForm(String kind, String prefix) {
        this.kind = kind;
        this.prefix = prefix;
    }

    /** The name of an option in this form. */
    public String of(String option) {
        return prefix + option;
    }

    /** Whether a name has this form; it may still name no option. */
    public boolean matches(String name) {
        return name.startsWith(prefix);
    }

    /**
     * The option of a name that {@linkplain #matches has this form}.
     *
     * @throws IllegalArgumentException if there is no such option
     */
    public String option(String name, Collection<String> options) {
        for (String option : options) {
            if (of(option).equals(name)) {
                return option;
            }
        }
        String bare = bare(name.substring(prefix.length()));
        String hint = options.stream()
                .min(Comparator.comparingInt(option -> distance(bare, bare(option))))
                .filter(option -> distance(bare, bare(option)) <= 1 + bare.length() / 4)
                .map(option -> "Did you mean " + of(option) + "?")
                .orElse("The options are the setters of DynamoSessionOptions.Builder.");
        throw new IllegalArgumentException("Unknown " + kind + " " + BadOptionException.inOneLine(name) + ". " + hint);
    }

    private static String bare(String name) {
        return BadOptionException.shortened(name).replaceAll("[_.-]", "").toLowerCase(Locale.ROOT);
    }

    /** How many characters have to be inserted, removed or replaced (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
