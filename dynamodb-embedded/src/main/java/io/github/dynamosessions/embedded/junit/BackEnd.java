package io.github.dynamosessions.embedded.junit;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.embedded.sdk.Clients;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A running DynamoDB that tests talk to.
 *
 * @param endpoint where it listens
 * @param client of it, which all tests share
 * @param stop ends it, if it was started for these tests
 */
record BackEnd(URI endpoint, DynamoDbClient client, Runnable stop) {

    static BackEnd embedded() {
        DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
        return new BackEnd(dynamoDb.endpoint(), dynamoDb.newClient(), dynamoDb::close);
    }

    static BackEnd outside(URI endpoint, Runnable stop) {
        return new BackEnd(endpoint, Clients.http(endpoint), stop);
    }
}
