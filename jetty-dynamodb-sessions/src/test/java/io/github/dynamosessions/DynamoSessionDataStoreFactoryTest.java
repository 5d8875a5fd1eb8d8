package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.fixture.TextSerializer;
import io.github.dynamosessions.internal.session.CookieSettings;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.Test;

class DynamoSessionDataStoreFactoryTest {

    /** Of the cache factory. */
    private static final Set<String> OF_OTHERS = Set.of(
            "maxInactiveInterval",
            "cookieName",
            "cookieSecure",
            "cookieSameSite",
            "cookiePath",
            "cookieDomain",
            "cookieMaxAge",
            "cookiePartitioned",
            "urlSessionIds");

    private final DynamoSessionDataStoreFactory factory = new DynamoSessionDataStoreFactory();

    @Test
    void hasABeanSetterForEveryOptionOfAStore() throws Exception {
        Set<String> expected = new TreeSet<>(Set.of("client"));
        expected.addAll(DynamoSessionOptions.Builder.optionNames());
        expected.removeAll(OF_OTHERS);
        assertThat(setters(DynamoSessionDataStoreFactory.class)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theOtherOptionsAreBeanSettersOfTheCacheFactory() {
        Set<String> expected = new TreeSet<>(OF_OTHERS);
        expected.add("secureDefaults"); // of the Javalin plugin
        assertThat(setters(DynamoSessionCacheFactory.class)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Set<String> setters(Class<?> factory) {
        return Arrays.stream(factory.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("set") && method.getParameterCount() == 1)
                .filter(method -> method.getReturnType() == void.class)
                .map(Method::getName)
                .filter(name -> !name.endsWith("PeriodSec")) // names of Jetty
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toSet());
    }

    @Test
    void everySetterReachesItsOption() throws Exception {
        factory.setTableName("shop");
        factory.setHashKey("id");
        factory.setTtlKey("ttl");
        factory.setTtlEnabled(false);
        factory.setReadCapacityUnits(6);
        factory.setWriteCapacityUnits(7);
        factory.setAutoCreateTable(true);
        factory.setRegion("eu-central-1");
        factory.setEndpoint("http://localhost:4566");
        factory.setAccessKeyId("key");
        factory.setSecretAccessKey("secret");
        factory.setSessionToken("token");
        factory.setKeyPrefix("shop:");
        factory.setConsistentReads(false);
        factory.setTouchInterval("30s");
        factory.setApiCallTimeout("2s");
        factory.setApiCallAttemptTimeout("250ms");
        factory.setMaxAttempts(2);
        factory.setCompressionThreshold("2KB");
        factory.setLargeAttributeThreshold("100");
        factory.setMaxSessionSize("2MB");
        factory.setDetectMutations("save");
        factory.setSerializer(TextSerializer.class.getName());
        factory.setMetrics(RecordedMetrics.class.getName());
        assertThat(options())
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
                        .keyPrefix("shop:")
                        .consistentReads(false)
                        .touchInterval(Duration.ofSeconds(30))
                        .apiCallTimeout(Duration.ofSeconds(2))
                        .apiCallAttemptTimeout(Duration.ofMillis(250))
                        .maxAttempts(2)
                        .compressionThreshold(2_048)
                        .largeAttributeThreshold(100)
                        .maxSessionSize(2_097_152)
                        .detectMutations(DynamoSessionOptions.DetectMutations.SAVE)
                        .serializer(new TextSerializer())
                        .metrics(new RecordedMetrics())
                        .build());
    }

    @Test
    void settersThatExcludeTheOthersReachTheirOption() throws Exception {
        factory.setProfile("shop");
        factory.setAllowedClasses("com.shop.*, java.util.*");
        assertThat(options().connection.profile()).isEqualTo("shop");
        assertThat(options().allowedClasses).containsExactly("com.shop.*", "java.util.*");
    }

    @Test
    void jettysSavePeriodIsTheTouchInterval() throws Exception {
        factory.setSavePeriodSec(45);
        assertThat(options().touchInterval).isEqualTo(Duration.ofSeconds(45));
        assertThat(factory.getSavePeriodSec()).isEqualTo(45);
    }

    @Test
    void jettysGracePeriodReachesTheStore() {
        factory.setGracePeriodSec(77);
        assertThat(store().getGracePeriodSec()).isEqualTo(77);
    }

    @Test
    void everyContextGetsAStoreOfItsOwn() {
        assertThat(store()).isNotSameAs(store());
    }

    @Test
    void aBadTextFailsAtItsSetter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.setTouchInterval("soon"))
                .withMessage("touchInterval must be a duration such as 60s, 5m, 250ms or PT60S, was 'soon'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.setTouchInterval("2h"))
                .withMessage("touchInterval must be between 0s and 1h, was '2h'");
    }

    @Test
    void theIdleTimeoutIsASetterOfTheCacheFactory() {
        DynamoSessionCacheFactory caches = new DynamoSessionCacheFactory();
        caches.setMaxInactiveInterval("20m");
        SessionHandler sessions = new SessionHandler();
        caches.getSessionCache(sessions);
        assertThat(sessions.getMaxInactiveInterval()).isEqualTo(1_200);
    }

    @Test
    void everyCookieOptionIsASetterOfTheCacheFactory() {
        DynamoSessionCacheFactory caches = new DynamoSessionCacheFactory();
        caches.setCookieName("__Host-sid");
        caches.setCookieSecure(true);
        caches.setCookieSameSite("strict");
        caches.setCookiePath("/");
        caches.setCookieDomain("example.com");
        caches.setCookieMaxAge("30d");
        caches.setCookiePartitioned(true);
        caches.setUrlSessionIds(false);
        assertThat(caches.options().cookieSettings(false))
                .isEqualTo(new CookieSettings(
                        "__Host-sid",
                        true,
                        HttpCookie.SameSite.STRICT,
                        "/",
                        "example.com",
                        Duration.ofDays(30),
                        true,
                        false,
                        false));
    }

    @Test
    void aCacheFactoryThatHasItsOptionsRefusesOthers() {
        DynamoSessionCacheFactory caches =
                new DynamoSessionCacheFactory(DynamoSessionOptions.builder().build());
        assertThatIllegalStateException()
                .isThrownBy(() -> caches.setCookieName("sid"))
                .withMessage("the factory has its options: set cookieName there");
    }

    private DynamoSessionDataStore store() {
        return (DynamoSessionDataStore) factory.getSessionDataStore(new SessionHandler());
    }

    private DynamoSessionOptions options() throws ReflectiveOperationException {
        Field options = DynamoSessionDataStore.class.getDeclaredField("options");
        options.setAccessible(true);
        return (DynamoSessionOptions) options.get(store());
    }
}
