package io.github.dynamosessions.embedded.sdk;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Clients that need nothing from their surroundings: no profile, no environment variable, no instance metadata. */
public final class Clients {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private Clients() {}

    /** A client that calls an engine in this JVM. The caller closes it. */
    public static DynamoDbClient inProcess(
            SdkHttpClient http, String region, Consumer<DynamoDbClientBuilder> settings) {
        DynamoDbClientBuilder builder = builder(URI.create("http://dynamodb-embedded"))
                .region(Region.of(region))
                .httpClient(http);
        settings.accept(builder);
        return builder.build();
    }

    /** A client on HTTP. The caller closes it. */
    public static DynamoDbClient http(URI endpoint) {
        return builder(endpoint).httpClientBuilder(Apache5HttpClient.builder()).build();
    }

    private static DynamoDbClientBuilder builder(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of("local"))
                .credentialsProvider(CREDENTIALS);
    }
}
