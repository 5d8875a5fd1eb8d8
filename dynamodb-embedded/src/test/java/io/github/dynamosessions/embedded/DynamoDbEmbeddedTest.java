package io.github.dynamosessions.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.sdk.Clients;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbEmbeddedTest {

    @Test
    void whatIsPutOverHttpIsReadInProcess() {
        Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("a"), "n", AttributeValue.fromN("1.50"));
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
                DynamoDbClient inProcess = dynamoDb.newClient();
                DynamoDbClient http = Clients.http(dynamoDb.endpoint())) {
            http.createTable(table -> table.tableName("table")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build()));
            http.putItem(put -> put.tableName("table").item(item));

            assertThat(inProcess
                            .getItem(get -> get.tableName("table").key(Map.of("id", AttributeValue.fromS("a"))))
                            .item())
                    .containsEntry("n", AttributeValue.fromN("1.5"));
        }
    }
}
