package io.github.dynamosessions.internal.option;

import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.spi.SessionSerializer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of values and of combinations. Each gives the value back, or throws what names the option and what is allowed. */
public final class OptionChecks {

    private OptionChecks() {}

    public static Duration between(String option, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, option);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw BadOptionException.ofValue(option, range(min, max), OptionTexts.text(value));
        }
        return value;
    }

    public static Duration wholeSeconds(String option, Duration value, Duration min, Duration max) {
        Objects.requireNonNull(value, option);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0 || value.getNano() != 0) {
            throw BadOptionException.ofValue(option, "whole seconds " + range(min, max), OptionTexts.text(value));
        }
        return value;
    }

    private static String range(Duration min, Duration max) {
        return "between " + OptionTexts.text(min) + " and " + OptionTexts.text(max);
    }

    public static long between(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw BadOptionException.ofValue(option, "between " + min + " and " + max, value);
        }
        return value;
    }

    /** A number of bytes. */
    public static long size(String option, long value, long min, long max) {
        if (value < min || value > max) {
            String allowed = "between " + OptionTexts.sizeText(min) + " and " + OptionTexts.sizeText(max);
            throw BadOptionException.ofValue(option, allowed, value);
        }
        return value;
    }

    public static String matching(String option, String value, String pattern, String allowed) {
        Objects.requireNonNull(value, option);
        if (!value.matches(pattern)) {
            throw BadOptionException.shown(option, allowed, BadOptionException.quoted(value));
        }
        return value;
    }

    /** The name of the partition key or of the TTL attribute. */
    public static String attributeName(String option, String name) {
        Objects.requireNonNull(name, option);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > 255 || ItemSchema.RESERVED_NAMES.contains(name)) {
            String allowed = "1 to 255 bytes of UTF-8 and no name that the item format uses (docs/item-format.md)";
            throw BadOptionException.shown(option, allowed, BadOptionException.quoted(name));
        }
        return name;
    }

    /** A pattern of {@link java.io.ObjectInputFilter} that allows classes, and that the filter does not misread. */
    public static String classPattern(String option, String pattern) {
        return matching(
                option,
                pattern,
                "([\\w.]+/)?(\\*|([\\w$]+\\.)+\\*{1,2}|([\\w$]+\\.)*[\\w$]+\\*?)",
                "class name patterns such as com.shop.Cart, com.shop.*, com.shop.** or java.base/*");
    }

    /** The exception shows no user information. */
    public static URI endpoint(String option, URI value) {
        Objects.requireNonNull(value, option);
        boolean web = "http".equalsIgnoreCase(value.getScheme()) || "https".equalsIgnoreCase(value.getScheme());
        if (!web || value.getHost() == null) {
            throw badEndpoint(option, value.toString());
        }
        return value;
    }

    static BadOptionException badEndpoint(String option, String text) {
        String shown = BadOptionException.quoted(text.replaceFirst("//[^/]*@", "//"));
        return BadOptionException.shown(option, "an http or https URI with a host", shown);
    }

    /** For secrets: the exception does not repeat the value. */
    public static String notBlank(String option, String value) {
        Objects.requireNonNull(value, option);
        if (value.isBlank()) {
            throw BadOptionException.shown(option, "not blank", "blank");
        }
        return value;
    }

    public static SessionSerializer serializer(String option, SessionSerializer serializer) {
        Objects.requireNonNull(serializer, option);
        if (serializer.id() < 16 || serializer.id() > 63) {
            String was = "one with id " + serializer.id();
            throw BadOptionException.shown(option, "a serializer with an id from 16 to 63", was);
        }
        return serializer;
    }

    public static void differ(String option, String value, String other, String otherValue) {
        if (value.equals(otherValue)) {
            throw new IllegalArgumentException(
                    option + " and " + other + " must differ, both were " + BadOptionException.quoted(value));
        }
    }

    /** The first option needs the second. */
    public static void requires(String option, @Nullable Object value, String other, @Nullable Object otherValue) {
        if (value != null && otherValue == null) {
            throw new IllegalArgumentException(option + " needs " + other + ", which is not set");
        }
    }

    /** At most one of the two is set. */
    public static void excludes(
            String option, @Nullable Object value, String other, @Nullable Object otherValue, String why) {
        if (value != null && otherValue != null) {
            throw new IllegalArgumentException(
                    option + " and " + other + " cannot both be set: " + why + ". Remove one of them");
        }
    }
}
