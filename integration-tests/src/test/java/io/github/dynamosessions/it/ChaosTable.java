package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table of a chaos run, past the proxy. */
final class ChaosTable implements AutoCloseable {

    private final DynamoDbClient client;

    private ChaosTable(DynamoDbClient client) {
        this.client = client;
    }

    static ChaosTable create(DynamoDbEmbedded dynamoDb) {
        try (SessionTable table = SessionTable.of(DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .build())) {
            table.createIfMissing();
        }
        return new ChaosTable(dynamoDb.newClient());
    }

    /** Those that have expired, but for those that a node which was killed had claimed. */
    long expiredSessionsThatNobodyEnds() {
        long nowMs = System.currentTimeMillis();
        return client.scanPaginator(scan -> scan.tableName("sessions")).items().stream()
                .filter(item -> number(item, "expiry") > 0 && number(item, "expiry") < nowMs)
                .filter(item -> number(item, "expiryBucket") < nowMs)
                .count();
    }

    @Override
    public void close() {
        client.close();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }
}
