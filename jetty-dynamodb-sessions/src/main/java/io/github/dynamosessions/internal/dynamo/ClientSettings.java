package io.github.dynamosessions.internal.dynamo;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Region, credentials, timeouts, retries and connections of a client that we build. */
final class ClientSettings {

    /** Jetty serves up to 200 requests at once by default, Javalin 250, and each makes one call at a time. */
    private static final int MAX_CONNECTIONS = 256;

    /**
     * The SDK's own pauses (a second and more after a throttle) would use up the call timeout before the second
     * attempt. With jitter, so that nodes do not come back all at once.
     */
    private static final BackoffStrategy PAUSES =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(500));

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private ClientSettings() {}

    static DynamoDbClientBuilder apply(DynamoConnection connection, DynamoDbClientBuilder builder) {
        URI endpoint = connection.knownEndpoint();
        builder.httpClientBuilder(Apache5HttpClient.builder()
                .proxyConfiguration(ProxyInUse.configuration(endpoint))
                .maxConnections(MAX_CONNECTIONS)
                .connectionTimeout(connection.attemptTimeout())
                .socketTimeout(SILENCE) // the SDK ends an attempt by itself, as soon as its own timeout says
                .connectionAcquisitionTimeout(connection.callTimeout()));
        builder.overrideConfiguration(override -> {
            override.apiCallTimeout(connection.callTimeout())
                    .apiCallAttemptTimeout(connection.attemptTimeout())
                    .retryStrategy(retries(connection.maxAttempts()))
                    .addExecutionInterceptor(new AttemptCounter());
            if (connection.profile() != null) {
                override.defaultProfileName(connection.profile());
            }
        });
        if (connection.region() != null) {
            builder.region(Region.of(connection.region()));
        }
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.credentialsProvider(credentials(connection));
    }

    private static RetryStrategy retries(int maxAttempts) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(maxAttempts)
                .backoffStrategy(PAUSES)
                .throttlingBackoffStrategy(PAUSES)
                .build();
    }

    private static AwsCredentialsProvider credentials(DynamoConnection connection) {
        if (connection.accessKeyId() != null) {
            return StaticCredentialsProvider.create(
                    connection.sessionToken() == null
                            ? AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey())
                            : AwsSessionCredentials.create(
                                    connection.accessKeyId(), connection.secretAccessKey(), connection.sessionToken()));
        }
        if (connection.isLocal() && connection.profile() == null) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        }
        // A profile is not left to the default chain, which would prefer what stands in the environment.
        return new BackgroundCredentials(
                connection.profile() == null
                        ? DefaultCredentialsProvider.builder().build()
                        : ProfileCredentialsProvider.create(connection.profile()),
                connection.callTimeout());
    }
}
