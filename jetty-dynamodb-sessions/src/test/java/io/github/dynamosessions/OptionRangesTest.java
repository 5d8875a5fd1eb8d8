package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.DynamoSessionOptions.OnUnreadableAttribute;
import io.github.dynamosessions.fixture.TextSerializer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends of each range are allowed, and arrive. */
class OptionRangesTest {

    private record Good(String option, Object value, Builder builder, Function<DynamoSessionOptions, Object> getter) {
        @Override
        public String toString() {
            return option + " = " + value;
        }
    }

    static Stream<Good> goodValues() {
        return Stream.of(
                        good("tableName", Builder::tableName, o -> o.table.tableName(), "a-Z", ".".repeat(255)),
                        good("hashKey", Builder::hashKey, o -> o.table.hashKey(), "k", "x".repeat(255), "id of #1"),
                        good("ttlKey", Builder::ttlKey, o -> o.table.ttlKey(), "t", "é".repeat(127), "Expiry"),
                        good("ttlEnabled", Builder::ttlEnabled, o -> o.table.ttlEnabled(), true, false),
                        good(
                                "readCapacityUnits",
                                (Builder b, Long units) ->
                                        b.readCapacityUnits(units).writeCapacityUnits(7),
                                o -> o.table.readCapacityUnits(),
                                1L,
                                1_000_000L),
                        good(
                                "writeCapacityUnits",
                                (Builder b, Long units) ->
                                        b.writeCapacityUnits(units).readCapacityUnits(7),
                                o -> o.table.writeCapacityUnits(),
                                1L,
                                1_000_000L),
                        good("region", Builder::region, o -> o.connection.region(), "x", "us-gov-west-1", "local"),
                        good(
                                "endpoint",
                                Builder::endpoint,
                                o -> o.connection.endpoint(),
                                URI.create("http://[::1]:8000"),
                                URI.create("HTTPS://vpce-1.example/")),
                        good("profile", Builder::profile, o -> o.connection.profile(), "p"),
                        good(
                                "apiCallTimeout",
                                Builder::apiCallTimeout,
                                o -> o.connection.callTimeout(),
                                Duration.ofMillis(10),
                                Duration.ofMinutes(1)),
                        good(
                                "apiCallAttemptTimeout",
                                (Builder b, Duration timeout) ->
                                        b.apiCallAttemptTimeout(timeout).apiCallTimeout(Duration.ofMinutes(1)),
                                o -> o.connection.attemptTimeout(),
                                Duration.ofMillis(10),
                                Duration.ofMinutes(1)),
                        good("maxAttempts", Builder::maxAttempts, o -> o.connection.maxAttempts(), 1, 20),
                        good(
                                "compressionThreshold",
                                Builder::compressionThreshold,
                                o -> o.compressionThreshold,
                                0L,
                                67_108_864L),
                        good(
                                "largeAttributeThreshold",
                                Builder::largeAttributeThreshold,
                                o -> o.largeAttributeThreshold,
                                0L,
                                358_400L),
                        good("maxSessionSize", Builder::maxSessionSize, o -> o.maxSessionSize, 1_024L, 67_108_864L),
                        good("autoCreateTable", Builder::autoCreateTable, o -> o.autoCreateTable, true, false),
                        good("keyPrefix", Builder::keyPrefix, o -> o.keyPrefix, "", "!".repeat(128), "~a:b#"),
                        good(
                                "detectMutations",
                                Builder::detectMutations,
                                o -> o.detectMutations,
                                DetectMutations.values()),
                        good(
                                "onUnreadableAttribute",
                                Builder::onUnreadableAttribute,
                                o -> o.onUnreadableAttribute,
                                OnUnreadableAttribute.values()),
                        good("consistentReads", Builder::consistentReads, o -> o.consistentReads, true, false),
                        good(
                                "touchInterval",
                                Builder::touchInterval,
                                o -> o.touchInterval,
                                Duration.ZERO,
                                Duration.ofHours(1)),
                        good(
                                "maxInactiveInterval",
                                Builder::maxInactiveInterval,
                                o -> o.maxInactiveInterval().orElseThrow(),
                                Duration.ZERO,
                                Duration.ofSeconds(1),
                                Duration.ofDays(3650)),
                        good(
                                "cookieName",
                                (Builder b, String name) -> b.cookieName(name).cookieSecure(true),
                                o -> o.cookieSettings(false).name(),
                                "a",
                                "!#$%&'*+.^_`|~-",
                                "__Host-sid",
                                "x".repeat(100)),
                        good(
                                "cookieSecure",
                                Builder::cookieSecure,
                                o -> o.cookieSettings(false).secure(),
                                true,
                                false),
                        good(
                                "cookieSameSite",
                                (Builder b, SameSite sameSite) ->
                                        b.cookieSameSite(sameSite).cookieSecure(true),
                                o -> o.cookieSettings(false).sameSite(),
                                SameSite.values()),
                        good(
                                "cookiePath",
                                Builder::cookiePath,
                                o -> o.cookieSettings(false).path(),
                                "/",
                                "/~shop/a,b",
                                "/" + "x".repeat(200)),
                        good(
                                "cookieDomain",
                                Builder::cookieDomain,
                                o -> o.cookieSettings(false).domain(),
                                "localhost",
                                "shop.example.com"),
                        good(
                                "cookieMaxAge",
                                Builder::cookieMaxAge,
                                o -> o.cookieSettings(false).maxAge(),
                                Duration.ofSeconds(1),
                                Duration.ofDays(400)),
                        good(
                                "cookiePartitioned",
                                (Builder b, Boolean partitioned) ->
                                        b.cookiePartitioned(partitioned).cookieSecure(true),
                                o -> o.cookieSettings(false).partitioned(),
                                true,
                                false),
                        good(
                                "urlSessionIds",
                                Builder::urlSessionIds,
                                o -> o.cookieSettings(false).urlIds(),
                                true,
                                false))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void valueAtTheEdgeIsTakenAsItIs(Good good) {
        assertThat(good.getter().apply(good.builder().build())).isEqualTo(good.value());
    }

    @ParameterizedTest
    @MethodSource("serializerIds")
    void serializerIdsFrom16To63AreFree(int id) {
        TextSerializer serializer = new TextSerializer(id);
        assertThat(DynamoSessionOptions.builder().serializer(serializer).build().serializer)
                .isSameAs(serializer);
    }

    static List<Integer> serializerIds() {
        return List.of(16, 63);
    }

    @Test
    void allowedClassesTakePatternsOfPackagesClassesAndModules() {
        String[] patterns = {"com.shop.Cart", "com.shop.Cart$Line", "com.shop.*", "com.shop.**", "com.shop.Ca*", "*"};
        assertThat(DynamoSessionOptions.builder().allowedClasses(patterns).build().allowedClasses)
                .containsExactly(patterns);
        assertThat(DynamoSessionOptions.builder()
                        .allowedClasses("java.base/*", "java.base/java.util.*")
                        .build()
                        .allowedClasses)
                .containsExactly("java.base/*", "java.base/java.util.*");
    }

    @Test
    void attemptTimeoutFollowsACallTimeoutBelowASecond() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .apiCallTimeout(Duration.ofMillis(300))
                .build();
        assertThat(options.connection.attemptTimeout()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        DynamoSessionOptions defaults = DynamoSessionOptions.builder().build();
        assertThat(defaults.table)
                .hasToString("TableSettings[tableName=sessions, hashKey=sessionId, ttlKey=expires, ttlEnabled=true,"
                        + " readCapacityUnits=null, writeCapacityUnits=null]");
        assertThat(defaults)
                .hasToString("DynamoSessionOptions[tableName=sessions, region=default, endpoint=default,"
                        + " apiCallTimeout=3s, apiCallAttemptTimeout=1s, maxAttempts=4, hashKey=sessionId,"
                        + " ttlKey=expires, ttlEnabled=true, autoCreateTable=false, readCapacityUnits=on demand,"
                        + " writeCapacityUnits=on demand, keyPrefix=, maxInactiveInterval=of the context,"
                        + " cookieName=of the context, cookieSecure=of the context, cookieSameSite=of the context,"
                        + " cookiePath=of the context, cookieDomain=of the context, cookieMaxAge=of the context,"
                        + " cookiePartitioned=of the context, urlSessionIds=of the context,"
                        + " touchInterval=a tenth of the idle timeout, maxLifetime=none, expiryEvents=true, consistentReads=true,"
                        + " detectMutations=OFF,"
                        + " onReadFailure=UNAVAILABLE, onWriteFailure=UNAVAILABLE,"
                        + " onUnreadableAttribute=END_SESSION, compressionThreshold=1024,"
                        + " largeAttributeThreshold=8192, maxSessionSize=4194304, serializer=java, allowedClasses=every class,"
                        + " metrics=none]");
        assertThat(defaults.maxInactiveInterval()).isEmpty();
        assertThat(defaults.allowedClasses).isEmpty();
        assertThat(defaults.compressionThreshold).isEqualTo(1_024);
        assertThat(defaults.largeAttributeThreshold).isEqualTo(8_192);
        assertThat(defaults.maxSessionSize).isEqualTo(4_194_304);
        assertThat(defaults.detectMutations).isEqualTo(DetectMutations.OFF);
        assertThat(defaults.touchInterval).isNull();
        assertThat(defaults.serializer).isNull();
    }

    @Test
    void theEffectiveConfigurationShowsDurationsAsTheyAreWritten() {
        assertThat(DynamoSessionOptions.builder()
                        .maxInactiveInterval(Duration.ofMinutes(20))
                        .touchInterval(Duration.ofSeconds(90))
                        .maxLifetime(Duration.ofDays(30))
                        .apiCallTimeout(Duration.ofMillis(1_500))
                        .build()
                        .effectiveConfiguration())
                .contains("maxInactiveInterval=20m", "touchInterval=90s", "maxLifetime=30d", "apiCallTimeout=1500ms");
    }

    @SafeVarargs
    private static <T> List<Good> good(
            String option,
            BiFunction<Builder, T, Builder> setter,
            Function<DynamoSessionOptions, Object> getter,
            T... values) {
        List<Good> rows = new ArrayList<>();
        for (T value : values) {
            rows.add(new Good(option, value, setter.apply(DynamoSessionOptions.builder(), value), getter));
        }
        return rows;
    }
}
