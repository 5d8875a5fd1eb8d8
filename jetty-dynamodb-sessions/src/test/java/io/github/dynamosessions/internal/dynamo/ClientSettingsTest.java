package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

class ClientSettingsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Test
    void aLocalRegionNeedsNoCredentialsAndHasDynamoDbLocalsEndpoint() {
        for (String region : new String[] {"local", "local-1", "localhost"}) {
            DynamoDbServiceClientConfiguration client = built(options -> options.region(region));
            assertThat(client.region().id()).isEqualTo(region);
            assertThat(client.endpointOverride()).contains(URI.create("http://localhost:8000"));
            assertThat(client.credentialsProvider().resolveIdentity().join())
                    .isEqualTo(AwsBasicCredentials.create("local", "local"));
        }
    }

    @Test
    void anEndpointOfItsOwnStaysWithALocalRegion() {
        URI endpoint = URI.create("http://dynamodb.test:4566");
        assertThat(built(options -> options.region("local").endpoint(endpoint)).endpointOverride())
                .contains(endpoint);
    }

    @Test
    void aRegionOfAwsHasItsOwnEndpoint() {
        DynamoDbServiceClientConfiguration client =
                built(options -> options.region("eu-central-1").accessKeyId("a").secretAccessKey("s"));
        assertThat(client.region().id()).isEqualTo("eu-central-1");
        assertThat(client.endpointOverride()).isEmpty();
    }

    @Test
    void credentialsAreThoseThatWereSet() {
        assertThat(built(options -> options.region("local").accessKeyId("a").secretAccessKey("s"))
                        .credentialsProvider()
                        .resolveIdentity()
                        .join())
                .isEqualTo(AwsBasicCredentials.create("a", "s"));
        assertThat(built(options -> options.region("eu-central-1")
                                .accessKeyId("a")
                                .secretAccessKey("s")
                                .sessionToken("t"))
                        .credentialsProvider()
                        .resolveIdentity()
                        .join())
                .isEqualTo(AwsSessionCredentials.create("a", "s", "t"));
    }

    @Test
    void timeoutsAndAttemptsAreThoseThatWereSet() {
        ClientOverrideConfiguration config = built(options -> options.region("local")
                        .apiCallTimeout(Duration.ofMillis(700))
                        .apiCallAttemptTimeout(Duration.ofMillis(200))
                        .maxAttempts(2))
                .overrideConfiguration();
        assertThat(config.apiCallTimeout()).contains(Duration.ofMillis(700));
        assertThat(config.apiCallAttemptTimeout()).contains(Duration.ofMillis(200));
        assertThat(config.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(2);
    }

    @Test
    void theProfileGivesTheCredentialsWhateverStandsInTheEnvironment() {
        DynamoDbClientBuilder builder =
                builder(options -> options.region("local").profile("shop"));
        assertThat(builder.overrideConfiguration().defaultProfileName()).contains("shop");
        try (DynamoDbClient client = builder.build()) {
            assertThat(client.serviceClientConfiguration().credentialsProvider())
                    .asString()
                    .contains("ProfileCredentialsProvider", "profileName=shop");
        }
    }

    @Test
    void whatAnApplicationAddsLeavesTheTimeoutsAsTheyAre() {
        ExecutionInterceptor interceptor = new ExecutionInterceptor() {};
        DynamoDbClientBuilder builder = builder(options -> options.region("local"));
        builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(interceptor)
                .build());
        try (DynamoDbClient client = builder.build()) {
            ClientOverrideConfiguration config =
                    client.serviceClientConfiguration().overrideConfiguration();
            assertThat(config.executionInterceptors()).contains(interceptor);
            assertThat(config.apiCallTimeout()).contains(Duration.ofSeconds(3));
            assertThat(config.apiCallAttemptTimeout()).contains(Duration.ofSeconds(1));
            assertThat(config.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(4);
        }
    }

    @Test
    void optionsWithAClientGiveNoBuilderForAnother() {
        DynamoSessionOptions options =
                DynamoSessionOptions.builder().client(dynamoDb.client()).build();
        assertThatIllegalStateException()
                .isThrownBy(options::clientBuilder)
                .withMessage("these options have a user-supplied client");
    }

    private static DynamoDbClientBuilder builder(UnaryOperator<DynamoSessionOptions.Builder> settings) {
        return settings.apply(DynamoSessionOptions.builder()).build().clientBuilder();
    }

    private static DynamoDbServiceClientConfiguration built(UnaryOperator<DynamoSessionOptions.Builder> settings) {
        try (DynamoDbClient client = builder(settings).build()) {
            return client.serviceClientConfiguration();
        }
    }
}
