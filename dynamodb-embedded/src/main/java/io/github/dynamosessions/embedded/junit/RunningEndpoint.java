package io.github.dynamosessions.embedded.junit;

import io.github.dynamosessions.embedded.sdk.Clients;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A DynamoDB that runs already and goes on running after the tests. */
final class RunningEndpoint {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RunningEndpoint() {}

    static BackEnd at(String endpoint) {
        URI uri = parse(endpoint);
        try (DynamoDbClient client = Clients.http(uri)) {
            client.listTables(
                    request -> request.limit(1).overrideConfiguration(override -> override.apiCallTimeout(PATIENCE)));
        } catch (SdkException e) {
            throw new IllegalStateException(
                    "No DynamoDB answers at -D" + BackEnds.ENDPOINT + "=" + endpoint + ": " + e.getMessage(), e);
        }
        return BackEnd.outside(uri, () -> {});
    }

    private static URI parse(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // says the same as the line below, only less clearly
        }
        throw new IllegalArgumentException("-D" + BackEnds.ENDPOINT + " must be http://host:port, was " + endpoint);
    }
}
