package io.github.dynamosessions.local;

import java.net.URI;

/**
 * A running DynamoDB that tests talk to.
 *
 * @param endpoint where it listens
 * @param stop ends it, if it was started for these tests
 */
record BackEnd(URI endpoint, Runnable stop) {

    static BackEnd embedded() {
        DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        return new BackEnd(dynamoDb.endpoint(), dynamoDb::close);
    }
}
