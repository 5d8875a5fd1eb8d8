package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.fixture.TextSerializer;
import io.github.dynamosessions.internal.option.OptionTexts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadOptionValuesTest {

    private static final String TABLE_NAME =
            "tableName must be 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.', was ";
    private static final String ATTRIBUTE_NAME =
            " must be 1 to 255 bytes of UTF-8 and no name that the item format uses" + " (docs/item-format.md), was ";
    private static final String REGION = "region must be lower case letters, digits and single hyphens, was ";
    private static final String ENDPOINT = "endpoint must be an http or https URI with a host, was ";
    private static final String TIMEOUT = " must be between 10ms and 1m, was ";
    private static final String UNITS = " must be between 1 and 1000000, was ";
    private static final String PREFIX =
            "keyPrefix must be at most 128 printable ASCII characters other than space, '/', '|' and '%', was ";
    private static final String CLASSES = "allowedClasses must be class name patterns such as com.shop.Cart,"
            + " com.shop.*, com.shop.** or java.base/*, was ";
    private static final String NAME =
            "cookieName must be 1 to 100 letters, digits and characters of !#$%&'*+.^_`|~-, was ";
    private static final String PATH =
            "cookiePath must be a slash and at most 200 printable ASCII characters other than space and ';', was ";
    private static final String DOMAIN = "cookieDomain must be a host name such as example.com, was ";
    private static final String AGE = "cookieMaxAge must be whole seconds between 1s and 400d, was ";
    private static final String IDLE = "maxInactiveInterval must be whole seconds between 0s and 3650d, was ";
    private static final String TOUCH = "touchInterval must be between 0s and 1h, was ";
    private static final String SERIALIZER_ID =
            "serializer must be a serializer with an id from 16 to 63, was one with id ";

    /** Options that take any value of their type. */
    private static final Set<String> NEVER_BAD = Set.of(
            "ttlEnabled",
            "autoCreateTable",
            "consistentReads",
            "client",
            "cookiePartitioned",
            "cookieSameSite",
            "cookieSecure",
            "metrics",
            "detectMutations",
            "expiryEvents",
            "onReadFailure",
            "onUnreadableAttribute",
            "onWriteFailure",
            "urlSessionIds");

    private record Bad(String option, Object value, Consumer<Builder> setting, String message) {
        @Override
        public String toString() {
            return option + " = " + value;
        }
    }

    static Stream<Bad> badValues() {
        return Stream.of(
                        bad("tableName", Builder::tableName, TABLE_NAME, "", "ab", "a".repeat(256), "a b", "käse"),
                        bad("tableName", Builder::tableName, TABLE_NAME, "sessions\n", "arn:aws:dynamodb"),
                        bad("hashKey", Builder::hashKey, "hashKey" + ATTRIBUTE_NAME, "", "é".repeat(128), "verifier"),
                        bad("ttlKey", Builder::ttlKey, "ttlKey" + ATTRIBUTE_NAME, "", "x".repeat(256), "expiry"),
                        bad(
                                "maxLifetime",
                                Builder::maxLifetime,
                                "maxLifetime must be whole seconds between 1s and 3650d, was ",
                                Duration.ZERO,
                                Duration.ofMillis(1_500),
                                Duration.ofDays(3651)),
                        bad("readCapacityUnits", Builder::readCapacityUnits, "readCapacityUnits" + UNITS, 0L, -1L),
                        bad("readCapacityUnits", Builder::readCapacityUnits, "readCapacityUnits" + UNITS, 1_000_001L),
                        bad("writeCapacityUnits", Builder::writeCapacityUnits, "writeCapacityUnits" + UNITS, 0L),
                        bad(
                                "writeCapacityUnits",
                                Builder::writeCapacityUnits,
                                "writeCapacityUnits" + UNITS,
                                1_000_001L),
                        bad("region", Builder::region, REGION, "", "EU-central-1", "eu--central", "-eu", "eu_1", " "),
                        bad(
                                "endpoint",
                                (b, text) -> b.endpoint(URI.create(text)),
                                ENDPOINT,
                                "localhost:8000",
                                "http:/x"),
                        bad(
                                "endpoint",
                                (b, text) -> b.endpoint(URI.create(text)),
                                ENDPOINT,
                                "ftp://host",
                                "//host",
                                ""),
                        blank("accessKeyId", Builder::accessKeyId),
                        blank("secretAccessKey", Builder::secretAccessKey),
                        blank("sessionToken", Builder::sessionToken),
                        blank("profile", Builder::profile),
                        bad(
                                "apiCallTimeout",
                                Builder::apiCallTimeout,
                                "apiCallTimeout" + TIMEOUT,
                                tooShort(),
                                tooLong()),
                        bad(
                                "apiCallAttemptTimeout",
                                Builder::apiCallAttemptTimeout,
                                "apiCallAttemptTimeout" + TIMEOUT,
                                tooShort(),
                                tooLong()),
                        bad(
                                "maxAttempts",
                                Builder::maxAttempts,
                                "maxAttempts must be between 1 and 20, was ",
                                0,
                                21,
                                -1),
                        bad("keyPrefix", Builder::keyPrefix, PREFIX, "a/b", "a|b", "a%b", "a b", "é", "x".repeat(129)),
                        bad("touchInterval", Builder::touchInterval, TOUCH, Duration.ofMillis(-1), Duration.ofHours(2)),
                        bad(
                                "compressionThreshold",
                                Builder::compressionThreshold,
                                "compressionThreshold must be between 0 and 67108864 (64MB), was ",
                                -1L,
                                67_108_865L),
                        bad(
                                "largeAttributeThreshold",
                                Builder::largeAttributeThreshold,
                                "largeAttributeThreshold must be between 0 and 358400 (350KB), was ",
                                -1L,
                                358_401L),
                        bad(
                                "maxSessionSize",
                                Builder::maxSessionSize,
                                "maxSessionSize must be between 1024 (1KB) and 67108864 (64MB), was ",
                                1_023L,
                                67_108_865L),
                        bad("serializer", (b, id) -> b.serializer(new TextSerializer(id)), SERIALIZER_ID, 15, 64, -1),
                        bad(
                                "allowedClasses",
                                Builder::allowedClasses,
                                CLASSES,
                                "",
                                "!java.util.*",
                                "maxdepth=3",
                                "a;b"),
                        bad("allowedClasses", Builder::allowedClasses, CLASSES, "com shop", "com.*.Cart", "com..shop"),
                        bad("allowedClasses", Builder::allowedClasses, CLASSES, "**", "java.base/**"),
                        bad("maxInactiveInterval", Builder::maxInactiveInterval, IDLE, Duration.ofSeconds(-1)),
                        bad("maxInactiveInterval", Builder::maxInactiveInterval, IDLE, Duration.ofMillis(1_500)),
                        bad("maxInactiveInterval", Builder::maxInactiveInterval, IDLE, Duration.ofDays(3651)),
                        bad("cookieName", Builder::cookieName, NAME, "", "a b", "a;b", "a=b", "é", "x".repeat(101)),
                        bad("cookiePath", Builder::cookiePath, PATH, "", "shop", "/a b", "/;b", "/é", "/\n"),
                        bad("cookieDomain", Builder::cookieDomain, DOMAIN, "", ".example.com", "a..b", "a;b", "a/b"),
                        bad("cookieMaxAge", Builder::cookieMaxAge, AGE, Duration.ZERO, Duration.ofDays(401)),
                        bad("cookieMaxAge", Builder::cookieMaxAge, AGE, Duration.ofMillis(1_500)))
                .flatMap(Collection::stream);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void badValueFailsAtItsSetterSayingWhatIsAllowed(Bad bad) {
        Builder builder = DynamoSessionOptions.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bad.setting().accept(builder))
                .withMessage(bad.message());
    }

    @ParameterizedTest
    @MethodSource("settersOfObjects")
    void nullFailsNamingTheOption(Method setter) {
        Builder builder = DynamoSessionOptions.builder();
        assertThatNullPointerException()
                .isThrownBy(() -> {
                    try {
                        setter.invoke(builder, (Object) null);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })
                .withMessage(setter.getName());
    }

    @Test
    void everyOptionHasItsBadValuesHere() {
        Set<String> covered = badValues().map(Bad::option).collect(Collectors.toSet());
        assertThat(setters().map(Method::getName).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(covered.stream(), NEVER_BAD.stream()).toList());
    }

    static Stream<Method> settersOfObjects() {
        return setters()
                .filter(setter -> !setter.getParameterTypes()[0].isPrimitive())
                .filter(setter -> !setter.isVarArgs());
    }

    private static Stream<Method> setters() {
        return Arrays.stream(Builder.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && method.getParameterCount() == 1)
                .filter(method -> method.getReturnType() == Builder.class)
                .filter(method -> !method.getName().equals("environment"));
    }

    private static Duration tooShort() {
        return Duration.ofMillis(10).minusNanos(1);
    }

    private static Duration tooLong() {
        return Duration.ofMinutes(1).plusNanos(1);
    }

    /** Secrets are not repeated in the complaint. */
    private static List<Bad> blank(String option, BiConsumer<Builder, String> setter) {
        return Stream.of("", " \t")
                .map(value -> new Bad(
                        option,
                        "'" + value + "'",
                        builder -> setter.accept(builder, value),
                        option + " must be not blank, was blank"))
                .toList();
    }

    /** In one line, shortened if it is long; a duration as in an environment variable. */
    private static String shown(Object value) {
        if (value instanceof String text) {
            String line = text.replace("\n", "\\u000a");
            return "'" + (line.length() > 80 ? line.substring(0, 79) + "…" : line) + "'";
        }
        return value instanceof Duration duration ? OptionTexts.text(duration) : value.toString();
    }

    @SafeVarargs
    private static <T> List<Bad> bad(String option, BiConsumer<Builder, T> setter, String message, T... values) {
        List<Bad> rows = new ArrayList<>();
        for (T value : values) {
            rows.add(new Bad(option, value, builder -> setter.accept(builder, value), message + shown(value)));
        }
        return rows;
    }
}
