package io.github.dynamosessions.embedded.conformance;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.embedded.sdk.Clients;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The service under test: one embedded engine for all classes, or the endpoint in {@code conformance.endpoint}. */
final class Service {

    private static final String ENDPOINT = System.getProperty("conformance.endpoint");

    /** Lives as long as the JVM. */
    static final DynamoDbClient CLIENT =
            ENDPOINT == null ? DynamoDbEmbedded.start().newClient() : Clients.http(URI.create(ENDPOINT));

    private Service() {}
}
