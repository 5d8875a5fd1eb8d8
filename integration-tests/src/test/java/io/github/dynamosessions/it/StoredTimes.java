package io.github.dynamosessions.it;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sets the times of a stored session past the nodes, for tests that cannot wait for them. */
final class StoredTimes {

    private StoredTimes() {}

    /** When a session ends, and where it stands in the index, in epoch milliseconds. */
    static void set(DynamoDbClient client, String table, AttributeValue key, long expiryMs, long bucketMs) {
        client.updateItem(update -> update.tableName(table)
                .key(Map.of("sessionId", key))
                .updateExpression(
                        "SET expiry = :expiry, expiryBucket = :bucket, expiryShard = :shard, version = version + :one")
                .expressionAttributeValues(Map.of(
                        ":one", AttributeValue.fromN("1"), // as each write does
                        ":expiry", AttributeValue.fromN(Long.toString(expiryMs)),
                        ":bucket", AttributeValue.fromN(Long.toString(bucketMs)),
                        ":shard", AttributeValue.fromS("0"))));
    }
}
