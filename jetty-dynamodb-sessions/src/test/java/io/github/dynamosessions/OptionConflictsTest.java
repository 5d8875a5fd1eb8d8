package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.fixture.TextSerializer;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionConflictsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private static final String USED_AS_IT_IS = " cannot both be set: a client that is handed in is used as it is";

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
                        "profile and accessKeyId cannot both be set: both give credentials",
                        b -> b.profile("p").accessKeyId("a").secretAccessKey("s")),
                new Conflict(
                        "apiCallAttemptTimeout must be at most apiCallTimeout, was PT2S with an apiCallTimeout of PT1S",
                        b -> b.apiCallAttemptTimeout(Duration.ofSeconds(2)).apiCallTimeout(Duration.ofSeconds(1))),
                new Conflict(
                        "apiCallAttemptTimeout must be at most apiCallTimeout, was PT5S with an apiCallTimeout of PT3S",
                        b -> b.apiCallAttemptTimeout(Duration.ofSeconds(5))),
                new Conflict(
                        "allowedClasses and serializer cannot both be set: the allow-list belongs to the built-in"
                                + " Java serializer",
                        b -> b.allowedClasses("com.shop.*").serializer(new TextSerializer())),
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
                .maxInactiveInterval(Duration.ofMinutes(5))
                .sessionCache(DynamoSessionOptions.SessionCaching.IN_MEMORY);
        assertThat(builder.build().connection.client()).isSameAs(dynamoDb.client());
    }

    private static Conflict withClient(String option, Consumer<Builder> settings) {
        return new Conflict("client and " + option + USED_AS_IT_IS, b -> settings.accept(b.client(dynamoDb.client())));
    }
}
