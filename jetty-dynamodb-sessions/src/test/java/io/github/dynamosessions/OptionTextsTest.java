package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.DynamoSessionOptions.OnUnreadableAttribute;
import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.fixture.TextSerializer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTextsTest {

    private static final List<String> ALL_VARIABLES = List.of(
            "DYNAMO_SESSION_ACCESS_KEY_ID",
            "DYNAMO_SESSION_ALLOWED_CLASSES",
            "DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT",
            "DYNAMO_SESSION_API_CALL_TIMEOUT",
            "DYNAMO_SESSION_AUTO_CREATE_TABLE",
            "DYNAMO_SESSION_COMPRESSION_THRESHOLD",
            "DYNAMO_SESSION_CONSISTENT_READS",
            "DYNAMO_SESSION_COOKIE_DOMAIN",
            "DYNAMO_SESSION_COOKIE_MAX_AGE",
            "DYNAMO_SESSION_COOKIE_NAME",
            "DYNAMO_SESSION_COOKIE_PARTITIONED",
            "DYNAMO_SESSION_COOKIE_PATH",
            "DYNAMO_SESSION_COOKIE_SAME_SITE",
            "DYNAMO_SESSION_COOKIE_SECURE",
            "DYNAMO_SESSION_DETECT_MUTATIONS",
            "DYNAMO_SESSION_ENDPOINT",
            "DYNAMO_SESSION_EXPIRY_EVENTS",
            "DYNAMO_SESSION_HASH_KEY",
            "DYNAMO_SESSION_KEY_PREFIX",
            "DYNAMO_SESSION_MAX_ATTEMPTS",
            "DYNAMO_SESSION_MAX_INACTIVE_INTERVAL",
            "DYNAMO_SESSION_MAX_LIFETIME",
            "DYNAMO_SESSION_MAX_SESSION_SIZE",
            "DYNAMO_SESSION_METRICS",
            "DYNAMO_SESSION_ON_READ_FAILURE",
            "DYNAMO_SESSION_ON_UNREADABLE_ATTRIBUTE",
            "DYNAMO_SESSION_ON_WRITE_FAILURE",
            "DYNAMO_SESSION_PROFILE",
            "DYNAMO_SESSION_READ_CAPACITY_UNITS",
            "DYNAMO_SESSION_REGION",
            "DYNAMO_SESSION_SECRET_ACCESS_KEY",
            "DYNAMO_SESSION_SERIALIZER",
            "DYNAMO_SESSION_SESSION_TOKEN",
            "DYNAMO_SESSION_LARGE_ATTRIBUTE_THRESHOLD",
            "DYNAMO_SESSION_TABLE_NAME",
            "DYNAMO_SESSION_TOUCH_INTERVAL",
            "DYNAMO_SESSION_TTL_ENABLED",
            "DYNAMO_SESSION_TTL_KEY",
            "DYNAMO_SESSION_URL_SESSION_IDS",
            "DYNAMO_SESSION_WRITE_CAPACITY_UNITS");

    @Test
    void everyOptionCanBeSetByAVariable() throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("TABLE_NAME", "shop");
        variables.put("HASH_KEY", "id");
        variables.put("TTL_KEY", "ttl");
        variables.put("TTL_ENABLED", "false");
        variables.put("READ_CAPACITY_UNITS", "6");
        variables.put("WRITE_CAPACITY_UNITS", "7");
        variables.put("AUTO_CREATE_TABLE", "true");
        variables.put("REGION", "eu-central-1");
        variables.put("ENDPOINT", "http://localhost:4566");
        variables.put("ACCESS_KEY_ID", "key");
        variables.put("SECRET_ACCESS_KEY", "secret");
        variables.put("SESSION_TOKEN", "token");
        variables.put("API_CALL_TIMEOUT", "2s");
        variables.put("API_CALL_ATTEMPT_TIMEOUT", "250ms");
        variables.put("MAX_ATTEMPTS", "2");
        variables.put("KEY_PREFIX", "shop:");
        variables.put("CONSISTENT_READS", "false");
        variables.put("TOUCH_INTERVAL", "PT30S");
        variables.put("SERIALIZER", TextSerializer.class.getName());
        variables.put("METRICS", RecordedMetrics.class.getName());
        variables.put("MAX_INACTIVE_INTERVAL", "20m");
        variables.put("MAX_LIFETIME", "1d");
        variables.put("EXPIRY_EVENTS", "false");
        variables.put("ON_READ_FAILURE", "new_session");
        variables.put("ON_WRITE_FAILURE", "LOG");
        variables.put("ON_UNREADABLE_ATTRIBUTE", "drop_attribute");
        variables.put("COMPRESSION_THRESHOLD", "2KB");
        variables.put("LARGE_ATTRIBUTE_THRESHOLD", "100");
        variables.put("MAX_SESSION_SIZE", "2MB");
        variables.put("DETECT_MUTATIONS", "warn");
        variables.put("COOKIE_NAME", "sid");
        variables.put("COOKIE_SECURE", "true");
        variables.put("COOKIE_SAME_SITE", "none");
        variables.put("COOKIE_PATH", "/shop");
        variables.put("COOKIE_DOMAIN", "example.com");
        variables.put("COOKIE_MAX_AGE", "30d");
        variables.put("COOKIE_PARTITIONED", "true");
        variables.put("URL_SESSION_IDS", "true");

        assertThat(fromEnvironment(variables))
                .usingRecursiveComparison()
                .ignoringFields("names")
                .isEqualTo(DynamoSessionOptions.builder()
                        .tableName("shop")
                        .hashKey("id")
                        .ttlKey("ttl")
                        .ttlEnabled(false)
                        .readCapacityUnits(6)
                        .writeCapacityUnits(7)
                        .autoCreateTable(true)
                        .region("eu-central-1")
                        .endpoint(URI.create("http://localhost:4566"))
                        .accessKeyId("key")
                        .secretAccessKey("secret")
                        .sessionToken("token")
                        .apiCallTimeout(Duration.ofSeconds(2))
                        .apiCallAttemptTimeout(Duration.ofMillis(250))
                        .maxAttempts(2)
                        .keyPrefix("shop:")
                        .consistentReads(false)
                        .touchInterval(Duration.ofSeconds(30))
                        .serializer(new TextSerializer())
                        .metrics(new RecordedMetrics())
                        .maxInactiveInterval(Duration.ofMinutes(20))
                        .maxLifetime(Duration.ofDays(1))
                        .expiryEvents(false)
                        .onReadFailure(OnReadFailure.NEW_SESSION)
                        .onWriteFailure(OnWriteFailure.LOG)
                        .onUnreadableAttribute(OnUnreadableAttribute.DROP_ATTRIBUTE)
                        .compressionThreshold(2_048)
                        .largeAttributeThreshold(100)
                        .maxSessionSize(2_097_152)
                        .detectMutations(DetectMutations.WARN)
                        .cookieName("sid")
                        .cookieSecure(true)
                        .cookieSameSite(SameSite.NONE)
                        .cookiePath("/shop")
                        .cookieDomain("example.com")
                        .cookieMaxAge(Duration.ofDays(30))
                        .cookiePartitioned(true)
                        .urlSessionIds(true)
                        .build());

        // these two exclude others of the above
        assertThat(one("PROFILE", "shop").connection.profile()).isEqualTo("shop");
        assertThat(one("ALLOWED_CLASSES", "com.shop.*, java.util.* ,").allowedClasses)
                .containsExactly("com.shop.*", "java.util.*");
        variables.put("PROFILE", "");
        variables.put("ALLOWED_CLASSES", "");
        assertThat(variables.keySet())
                .as("the variables of this test")
                .hasSameSizeAs(Builder.optionNames())
                .allSatisfy(name -> assertThat(ALL_VARIABLES).contains("DYNAMO_SESSION_" + name));
    }

    @ParameterizedTest
    @CsvSource({"60s, PT1M", "5m, PT5M", "250ms, PT0.25S", "PT60S, PT1M", "pt1m, PT1M", "0s, PT0S", "1h, PT1H"})
    void durationsAreShortOrIso(String text, Duration expected) {
        assertThat(one("TOUCH_INTERVAL", text).touchInterval).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1d, PT24H", "P1D, PT24H", "36h, PT36H"})
    void longDurationsCountInHoursAndDays(String text, Duration expected) {
        assertThat(one("MAX_INACTIVE_INTERVAL", text).maxInactiveInterval()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "8192, 8192", "8KB, 8192", "4MB, 4194304"})
    void sizesAreBytesOrKilobytesOrMegabytes(String text, long expected) {
        assertThat(one("COMPRESSION_THRESHOLD", text).compressionThreshold).isEqualTo(expected);
    }

    @Test
    void spaceAroundAValueIsIgnored() {
        assertThat(one("TABLE_NAME", " \tshop\n").table.tableName()).isEqualTo("shop");
        assertThat(one("TOUCH_INTERVAL", " 60s ").touchInterval).isEqualTo(Duration.ofMinutes(1));
        assertThat(one("AUTO_CREATE_TABLE", " TRUE ").autoCreateTable).isTrue();
        assertThat(one("MAX_ATTEMPTS", " 3 ").connection.maxAttempts()).isEqualTo(3);
    }

    @Test
    void otherVariablesAreLeftAlone() {
        Map<String, String> variables = Map.of("PATH", "/bin", "DYNAMO_TABLE", "x", "dynamo_session_region", "x");
        assertThat(DynamoSessionOptions.builder().environment(variables).build())
                .usingRecursiveComparison()
                .ignoringFields("names")
                .isEqualTo(DynamoSessionOptions.builder().build());
    }

    @Test
    void anEmptyVariableCountsAsUnset() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .region("eu-west-1")
                .environment(Map.of("DYNAMO_SESSION_REGION", "", "DYNAMO_SESSION_TOUCH_INTERVAL", " "))
                .build();
        assertThat(options.connection.region()).isEqualTo("eu-west-1");
        assertThat(options.touchInterval).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "TABEL_NAME, TABLE_NAME",
        "TABLENAME, TABLE_NAME",
        "tableName, TABLE_NAME",
        "ENDPOINT_URL, ENDPOINT",
        "MAX_ATTEMPT, MAX_ATTEMPTS",
        "TOUCHINTERVAL, TOUCH_INTERVAL",
        "ACCESS_KEY, ACCESS_KEY_ID",
    })
    void aVariableThatNamesNoOptionFailsWithTheNearestOne(String name, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(name, ""))
                .withMessage("Unknown environment variable DYNAMO_SESSION_" + name + ". Did you mean DYNAMO_SESSION_"
                        + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X", "SESSION_CACHE", "COMPRESS_ABOVE", "SPILL_ABOVE", "REDIS_URL"})
    void aVariableThatIsNearNoOptionFailsSayingWhereTheyAre(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(name, "x"))
                .withMessage("Unknown environment variable DYNAMO_SESSION_" + name
                        + ". The options are the setters of DynamoSessionOptions.Builder.");
    }

    @Test
    void anOptionIsSetByItsNameToo() {
        assertThat(DynamoSessionOptions.builder().set("touchInterval", "30s").build().touchInterval)
                .isEqualTo(Duration.ofSeconds(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder().set("touchInterval", "2h"))
                .withMessage("touchInterval must be between 0s and 1h, was '2h'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder().set("tabelName", "x"))
                .withMessage("Unknown option tabelName. Did you mean tableName?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder().set("client", "x"))
                .withMessage("Unknown option client. The options are the setters of DynamoSessionOptions.Builder.");
    }

    static List<String> allVariables() {
        return ALL_VARIABLES;
    }

    @ParameterizedTest
    @MethodSource("allVariables")
    void aMessageIsOneLineOfAtMost300Characters(String variable) {
        String text = "\u0001\n/".repeat(500);
        for (String name : List.of(variable, variable + "X".repeat(1_000))) {
            Builder builder = DynamoSessionOptions.builder();
            try {
                builder.environment(Map.of(name, text)).build();
                assertThat(name).isIn("DYNAMO_SESSION_PROFILE"); // takes any text
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(300).contains("DYNAMO_SESSION_");
                assertThat(e.getMessage().lines()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TTL_ENABLED; yes; true or false, was 'yes'",
                "AUTO_CREATE_TABLE; 1; true or false, was '1'",
                "READ_CAPACITY_UNITS; 5.5; a whole number, was '5.5'",
                "WRITE_CAPACITY_UNITS; many; a whole number, was 'many'",
                "MAX_ATTEMPTS; 21; between 1 and 20, was '21'",
                "ENDPOINT; http://a b; an http or https URI with a host, was 'http://a b'",
                "ENDPOINT; localhost; an http or https URI with a host, was 'localhost'",
                "TOUCH_INTERVAL; 60; a duration such as 60s, 5m, 250ms or PT60S, was '60'",
                "API_CALL_TIMEOUT; 1 s; a duration such as 60s, 5m, 250ms or PT60S, was '1 s'",
                "API_CALL_ATTEMPT_TIMEOUT; -1s; a duration such as 60s, 5m, 250ms or PT60S, was '-1s'",
                "MAX_INACTIVE_INTERVAL; 1y; a duration such as 60s, 5m, 250ms or PT60S, was '1y'",
                "MAX_INACTIVE_INTERVAL; 1500ms; whole seconds between 0s and 3650d, was '1500ms'",
                "TOUCH_INTERVAL; 2h; between 0s and 1h, was '2h'",
                "TOUCH_INTERVAL; PT120M; between 0s and 1h, was 'PT120M'",
                "COMPRESSION_THRESHOLD; 8 KB; a number of bytes such as 8192, 8KB or 4MB, was '8 KB'",
                "COMPRESSION_THRESHOLD; 8kb; a number of bytes such as 8192, 8KB or 4MB, was '8kb'",
                "COMPRESSION_THRESHOLD; -1; a number of bytes such as 8192, 8KB or 4MB, was '-1'",
                "COMPRESSION_THRESHOLD; 65MB; between 0 and 67108864 (64MB), was '65MB'",
                "DETECT_MUTATIONS; true; one of [OFF, WARN, SAVE], was 'true'",
                "REGION; EU; lower case letters, digits and single hyphens, was 'EU'",
                "ALLOWED_CLASSES; ' , '; class name patterns such as com.shop.Cart, com.shop.*, com.shop.** or"
                        + " java.base/*, was ','",
                "ALLOWED_CLASSES; 'com.shop.*, !x'; class name patterns such as com.shop.Cart, com.shop.*, com.shop.**"
                        + " or java.base/*, was '!x'",
            })
    void badTextFailsNamingTheVariable(String name, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one(name, text))
                .withMessage("DYNAMO_SESSION_" + name + " must be " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA", "com.shop.Missing", "java.lang.String", "java.util.List"})
    void serializerMustBeJavaOrAClassOfThatKind(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one("SERIALIZER", text))
                .withMessage(
                        "DYNAMO_SESSION_SERIALIZER must be 'java' or the name of a SessionSerializer class with a public"
                                + " no-argument constructor, was '" + text + "'");
    }

    @Test
    void serializerJavaIsTheBuiltInOne() {
        assertThat(one("SERIALIZER", "java").serializer).isNull();
    }

    @Test
    void environmentComesOnTopOfWhatIsSet() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .tableName("before")
                .region("eu-west-1")
                .environment(Map.of("DYNAMO_SESSION_TABLE_NAME", "shop"))
                .build();
        assertThat(options.table.tableName()).isEqualTo("shop");
        assertThat(options.connection.region()).isEqualTo("eu-west-1");
    }

    @Test
    void serializerJavaOfTheEnvironmentReplacesAnotherOne() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .serializer(new TextSerializer())
                .environment(Map.of("DYNAMO_SESSION_SERIALIZER", "java"))
                .build();
        assertThat(options.serializer).isNull();
    }

    private static DynamoSessionOptions one(String name, String text) {
        return fromEnvironment(Map.of(name, text));
    }

    private static DynamoSessionOptions fromEnvironment(Map<String, String> shortNames) {
        Map<String, String> variables = new LinkedHashMap<>();
        shortNames.forEach((name, text) -> variables.put("DYNAMO_SESSION_" + name, text));
        return DynamoSessionOptions.builder().environment(variables).build();
    }
}
