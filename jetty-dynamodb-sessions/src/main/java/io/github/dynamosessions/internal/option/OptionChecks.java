package io.github.dynamosessions;

import java.time.Duration;
import java.util.Objects;

/** The one wording of every complaint about an option: name, what is allowed, what it was. */
final class OptionChecks {

    private OptionChecks() {}

    static Duration between(String option, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, option);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw bad(option, "between " + min + " and " + max, value);
        }
        return value;
    }

    static Duration wholeSeconds(String option, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, option);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0 || value.getNano() != 0) {
            throw bad(option, "whole seconds between " + min + " and " + max, value);
        }
        return value;
    }

    static long between(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(option, "between " + min + " and " + max, value);
        }
        return value;
    }

    static String matching(String option, String value, String pattern, String allowed) {
        Objects.requireNonNull(value, option);
        if (!value.matches(pattern)) {
            throw bad(option, allowed, "'" + value + "'");
        }
        return value;
    }

    /** A pattern of {@link java.io.ObjectInputFilter} that allows classes, and that the filter does not misread. */
    static void classes(String option, String pattern) {
        matching(
                option,
                pattern,
                "([\\w.]+/)?(\\*|([\\w$]+\\.)+\\*{1,2}|([\\w$]+\\.)*[\\w$]+\\*?)",
                "class name patterns such as com.shop.Cart, com.shop.*, com.shop.** or java.base/*");
    }

    /** For secrets: the complaint does not repeat the value. */
    static String secret(String option, String value) {
        Objects.requireNonNull(value, option);
        if (value.isBlank()) {
            throw bad(option, "not blank", "blank");
        }
        return value;
    }

    static IllegalArgumentException bad(String option, String allowed, Object was) {
        return new IllegalArgumentException(option + " must be " + allowed + ", was " + was);
    }

    static IllegalArgumentException conflict(String option, String other, String why) {
        return new IllegalArgumentException(option + " and " + other + " cannot both be set: " + why);
    }

    static IllegalArgumentException incomplete(String option, String missing) {
        return new IllegalArgumentException(option + " needs " + missing + ", which is not set");
    }
}
