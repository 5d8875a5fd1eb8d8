package io.github.dynamosessions.embedded.junit;

import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** Hands out tables and table names, and deletes what was made of them. */
final class Tables implements AutoCloseable {

    private final Queue<String> names = new ConcurrentLinkedQueue<>();
    private final DynamoDbClient client;

    Tables(DynamoDbClient client) {
        this.client = client;
    }

    String newName() {
        String name = "table-" + UUID.randomUUID();
        names.add(name);
        return name;
    }

    String create(String hashKey) {
        String name = newName();
        create(client, name, hashKey);
        return name;
    }

    static void create(DynamoDbClient client, String name, String hashKey) {
        AttributeDefinition key = AttributeDefinition.builder()
                .attributeName(hashKey)
                .attributeType(ScalarAttributeType.S)
                .build();
        KeySchemaElement hash = KeySchemaElement.builder()
                .attributeName(hashKey)
                .keyType(KeyType.HASH)
                .build();
        try {
            client.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(key)
                    .keySchema(hash));
        } catch (ResourceInUseException e) {
            if (e.numAttempts() == null || e.numAttempts() < 2) { // otherwise by an attempt whose answer was lost
                throw e;
            }
        }
        try (DynamoDbWaiter waiter = client.waiter()) {
            waiter.waitUntilTableExists(table -> table.tableName(name));
        }
    }

    @Override
    public void close() {
        for (String name = names.poll(); name != null; name = names.poll()) {
            delete(name);
        }
    }

    private void delete(String name) {
        try {
            client.deleteTable(table -> table.tableName(name));
        } catch (ResourceNotFoundException e) {
            // the test never created it, or deleted it itself
        }
    }
}
