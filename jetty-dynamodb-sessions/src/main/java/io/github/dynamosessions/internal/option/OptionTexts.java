package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.micrometer.MicrometerSessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionSerializer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options from text: environment variables and the properties of Jetty's XML. */
final class OptionTexts {

    private static final String VARIABLE_PREFIX = "DYNAMO_SESSION_";
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KB|MB|)");
    private static final Map<String, BiConsumer<Builder, String>> SETTERS = new TreeMap<>();

    static {
        SETTERS.put("tableName", Builder::tableName);
        SETTERS.put("hashKey", Builder::hashKey);
        SETTERS.put("ttlKey", Builder::ttlKey);
        SETTERS.put("ttlEnabled", (b, text) -> b.ttlEnabled(bool("ttlEnabled", text)));
        SETTERS.put("readCapacityUnits", (b, text) -> b.readCapacityUnits(number("readCapacityUnits", text)));
        SETTERS.put("writeCapacityUnits", (b, text) -> b.writeCapacityUnits(number("writeCapacityUnits", text)));
        SETTERS.put("autoCreateTable", (b, text) -> b.autoCreateTable(bool("autoCreateTable", text)));
        SETTERS.put("region", Builder::region);
        SETTERS.put("endpoint", (b, text) -> b.endpoint(uri("endpoint", text)));
        SETTERS.put("accessKeyId", Builder::accessKeyId);
        SETTERS.put("secretAccessKey", Builder::secretAccessKey);
        SETTERS.put("sessionToken", Builder::sessionToken);
        SETTERS.put("profile", Builder::profile);
        SETTERS.put("apiCallTimeout", (b, text) -> b.apiCallTimeout(duration("apiCallTimeout", text)));
        SETTERS.put(
                "apiCallAttemptTimeout", (b, text) -> b.apiCallAttemptTimeout(duration("apiCallAttemptTimeout", text)));
        SETTERS.put("maxAttempts", (b, text) -> b.maxAttempts(number("maxAttempts", text)));
        SETTERS.put("keyPrefix", Builder::keyPrefix);
        SETTERS.put("consistentReads", (b, text) -> b.consistentReads(bool("consistentReads", text)));
        SETTERS.put("touchInterval", (b, text) -> b.touchInterval(duration("touchInterval", text)));
        SETTERS.put("maxLifetime", (b, text) -> b.maxLifetime(duration("maxLifetime", text)));
        SETTERS.put("expiryEvents", (b, text) -> b.expiryEvents(bool("expiryEvents", text)));
        SETTERS.put(
                "onReadFailure", (b, text) -> b.onReadFailure(constant("onReadFailure", OnReadFailure.class, text)));
        SETTERS.put(
                "onWriteFailure",
                (b, text) -> b.onWriteFailure(constant("onWriteFailure", OnWriteFailure.class, text)));
        SETTERS.put("serializer", OptionTexts::serializer);
        SETTERS.put("allowedClasses", (b, text) -> b.allowedClasses(list(text)));
        SETTERS.put("metrics", OptionTexts::metrics);
        SETTERS.put("compressionThreshold", (b, text) -> b.compressionThreshold(size("compressionThreshold", text)));
        SETTERS.put("largeAttributeThreshold", (b, text) -> b.largeAttributeThreshold(size("largeAttributeThreshold", text)));
        SETTERS.put("maxSessionSize", (b, text) -> b.maxSessionSize(size("maxSessionSize", text)));
        SETTERS.put("detectMutations", (b, text) -> b.detectMutations(bool("detectMutations", text)));
        SETTERS.put("maxInactiveInterval", (b, text) -> b.maxInactiveInterval(duration("maxInactiveInterval", text)));
        SETTERS.put("sessionCache", (b, text) -> b.sessionCache(constant("sessionCache", SessionCaching.class, text)));
        SETTERS.put("sessionlessPaths", (b, text) -> b.sessionlessPaths(list(text)));
    }

    private OptionTexts() {}

    static Set<String> names() {
        return Collections.unmodifiableSet(SETTERS.keySet());
    }

    static void applyEnvironment(Builder builder, Map<String, String> variables) {
        Map<String, String> byVariable = new TreeMap<>();
        SETTERS.keySet().forEach(option -> byVariable.put(variable(option), option));
        new TreeMap<>(variables).forEach((name, text) -> {
            if (name.startsWith(VARIABLE_PREFIX)) {
                String option = byVariable.get(name);
                if (option == null) {
                    throw new IllegalArgumentException(
                            "environment variable " + name + " names no option; there are " + byVariable.keySet());
                }
                apply(builder, option, text.strip());
            }
        });
    }

    /** Sets one option of the table above; the callers are typed, so the option is always there. */
    static void apply(Builder builder, String option, String text) {
        SETTERS.get(option).accept(builder, text);
    }

    /** {@code touchInterval} is {@code DYNAMO_SESSION_TOUCH_INTERVAL}. */
    private static String variable(String option) {
        return VARIABLE_PREFIX + option.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static boolean bool(String option, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw OptionChecks.bad(option, "true or false", "'" + text + "'");
        };
    }

    private static int number(String option, String text) {
        return parsed(option, text, "a whole number", Integer::parseInt);
    }

    /** {@code 8KB} is 8,192. */
    private static long size(String option, String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw OptionChecks.bad(option, "a number of bytes such as 8192, 8KB or 4MB", "'" + text + "'");
        }
        long bytes = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "KB" -> bytes << 10;
            case "MB" -> bytes << 20;
            default -> bytes;
        };
    }

    private static Duration duration(String option, String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        String iso = text;
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            iso = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount).toString();
                case "d" -> "P" + amount + "D";
                default -> "PT" + text;
            };
        }
        String isoText = iso;
        return parsed(option, text, "a duration such as 60s, 5m, 250ms or PT60S", ignored -> Duration.parse(isoText));
    }

    private static URI uri(String option, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw OptionChecks.bad(option, "an http or https URI with a host", "'" + text + "'");
        }
    }

    /** A text without any entry is its own only one, for the setter to refuse: whoever sets a list means to have one. */
    private static String[] list(String text) {
        String[] entries = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toArray(String[]::new);
        return entries.length == 0 ? new String[] {text} : entries;
    }

    private static <E extends Enum<E>> E constant(String option, Class<E> type, String text) {
        return parsed(
                option,
                text,
                "one of " + Arrays.toString(type.getEnumConstants()),
                name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    private static void serializer(Builder builder, String text) {
        if (text.equals("java")) {
            builder.serializer = null;
        } else {
            builder.serializer(instance("serializer", "java", SessionSerializer.class, text));
        }
    }

    private static void metrics(Builder builder, String text) {
        builder.metrics(
                text.equals("micrometer")
                        ? micrometer()
                        : instance("metrics", "micrometer", SessionMetrics.class, text));
    }

    private static SessionMetrics micrometer() {
        try {
            return new MicrometerSessionMetrics();
        } catch (NoClassDefFoundError e) {
            String allowed = "the name of a SessionMetrics class where micrometer-core is not on the class path";
            throw withCause(OptionChecks.bad("metrics", allowed, "'micrometer'"), e);
        }
    }

    /**
     * An object of the application's.
     *
     * @param builtIn what may be named instead of a class
     */
    private static <T> T instance(String option, String builtIn, Class<T> type, String text) {
        String allowed = "'" + builtIn + "' or the name of a " + type.getSimpleName()
                + " class with a public no-argument constructor";
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return type.cast(Class.forName(text, true, loader == null ? OptionTexts.class.getClassLoader() : loader)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw withCause(OptionChecks.bad(option, allowed, "'" + text + "'"), e);
        }
    }

    private static <T> T parsed(String option, String text, String allowed, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw withCause(OptionChecks.bad(option, allowed, "'" + text + "'"), e);
        }
    }

    private static IllegalArgumentException withCause(IllegalArgumentException complaint, Throwable cause) {
        complaint.initCause(cause);
        return complaint;
    }
}
