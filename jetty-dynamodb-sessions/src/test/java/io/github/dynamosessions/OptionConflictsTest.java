package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionConflictsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String USED_AS_IT_IS =
            " cannot both be set: a user-supplied client is used as it is. Remove one of them";

    private record Conflict(String message, Consumer<Builder> settings) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Conflict> conflicts() {
        return Stream.of(
                new Conflict("hashKey and ttlKey must differ, both were 'id'", b -> b.hashKey("id")
                        .ttlKey("id")),
                new Conflict("hashKey and ttlKey must differ, both were 'expires'", b -> b.hashKey("expires")),
                new Conflict(
                        "readCapacityUnits needs writeCapacityUnits, which is not set", b -> b.readCapacityUnits(5)),
                new Conflict(
                        "writeCapacityUnits needs readCapacityUnits, which is not set", b -> b.writeCapacityUnits(5)),
                new Conflict("secretAccessKey needs accessKeyId, which is not set", b -> b.secretAccessKey("s")),
                new Conflict("accessKeyId needs secretAccessKey, which is not set", b -> b.accessKeyId("a")),
                new Conflict("sessionToken needs accessKeyId, which is not set", b -> b.sessionToken("t")),
                new Conflict(
                        "profile and accessKeyId cannot both be set: both give credentials. Remove one of them",
                        b -> b.profile("p").accessKeyId("a").secretAccessKey("s")),
                new Conflict(
                        "apiCallAttemptTimeout must be at most apiCallTimeout, was 2s with 1s",
                        b -> b.apiCallAttemptTimeout(Duration.ofSeconds(2)).apiCallTimeout(Duration.ofSeconds(1))),
                new Conflict(
                        "apiCallAttemptTimeout must be at most apiCallTimeout, was 5s with 3s",
                        b -> b.apiCallAttemptTimeout(Duration.ofSeconds(5))),
                needsSecure("cookieSameSite=NONE", b -> b.cookieSameSite(SameSite.NONE)),
                needsSecure("cookieSameSite=NONE", b -> b.cookieSameSite(SameSite.NONE)
                        .cookieSecure(false)),
                needsSecure("cookiePartitioned=true", b -> b.cookiePartitioned(true)),
                needsSecure("cookieName=__Host-sid", b -> b.cookieName("__Host-sid")),
                needsSecure("cookieName=__Secure-sid", b -> b.cookieName("__Secure-sid")),
                withClient("region", b -> b.region("local")),
                withClient("endpoint", b -> b.endpoint(URI.create("http://localhost:8000"))),
                withClient("accessKeyId", b -> b.accessKeyId("a").secretAccessKey("s")),
                withClient("profile", b -> b.profile("p")),
                withClient("apiCallTimeout", b -> b.apiCallTimeout(Duration.ofSeconds(3))),
                withClient("apiCallAttemptTimeout", b -> b.apiCallAttemptTimeout(Duration.ofSeconds(1))),
                withClient("maxAttempts", b -> b.maxAttempts(4)));
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void conflictFailsInBuildNamingBothOptions(Conflict conflict) {
        Builder builder = DynamoSessionOptions.builder();
        conflict.settings().accept(builder);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(conflict.message());
    }

    @Test
    void conflictNamesEachOptionInTheFormInWhichItWasSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder()
                        .accessKeyId("a")
                        .secretAccessKey("s")
                        .environment(Map.of("DYNAMO_SESSION_PROFILE", "p"))
                        .build())
                .withMessage("DYNAMO_SESSION_PROFILE and accessKeyId cannot both be set: both give credentials. Remove"
                        + " one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder()
                        .environment(Map.of("DYNAMO_SESSION_READ_CAPACITY_UNITS", "5"))
                        .build())
                .withMessage(
                        "DYNAMO_SESSION_READ_CAPACITY_UNITS needs DYNAMO_SESSION_WRITE_CAPACITY_UNITS, which is not"
                                + " set");
    }

    @Test
    void conflictOfLongValuesIsReportedShortened() {
        String name = "x".repeat(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder()
                        .hashKey(name)
                        .ttlKey(name)
                        .build())
                .withMessage("hashKey and ttlKey must differ, both were '" + "x".repeat(79) + "…'");
    }

    @Test
    void aClientGoesWithEveryOptionThatIsNotAboutTheConnection() {
        Builder builder = DynamoSessionOptions.builder()
                .client(dynamoDb.client())
                .tableName("shop-sessions")
                .hashKey("id")
                .ttlKey("ttl")
                .ttlEnabled(false)
                .readCapacityUnits(1)
                .writeCapacityUnits(1)
                .autoCreateTable(true)
                .keyPrefix("shop:")
                .consistentReads(false)
                .touchInterval(Duration.ZERO)
                .allowedClasses("com.shop.*")
                .maxInactiveInterval(Duration.ofMinutes(5));
        assertThat(builder.build().connection.client()).isSameAs(dynamoDb.client());
    }

    private static Conflict needsSecure(String option, Consumer<Builder> settings) {
        return new Conflict(
                option + " needs cookieSecure=true: browsers reject such a cookie without Secure", settings);
    }

    private static Conflict withClient(String option, Consumer<Builder> settings) {
        return new Conflict("client and " + option + USED_AS_IT_IS, b -> settings.accept(b.client(dynamoDb.client())));
    }
}
