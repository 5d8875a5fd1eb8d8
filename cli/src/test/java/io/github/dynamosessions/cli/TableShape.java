package io.github.dynamosessions.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/**
 * What makes a table what it is, however it is written down.
 *
 * @param name the table's name
 * @param billing DynamoDB's word for how it is paid
 * @param attributes the type of each key attribute
 * @param keys each with its role, hash key first
 * @param indexes of each index, its keys with their roles and then its projection
 * @param ttl the attribute of its TTL, and whether that is on
 */
record TableShape(
        String name,
        String billing,
        Map<String, String> attributes,
        List<String> keys,
        Map<String, List<String>> indexes,
        String ttl) {

    static TableShape of(DynamoDbClient client, String name) {
        TableDescription table =
                client.describeTable(describe -> describe.tableName(name)).table();
        TimeToLiveDescription ttl =
                client.describeTimeToLive(describe -> describe.tableName(name)).timeToLiveDescription();
        Map<String, String> attributes = new TreeMap<>();
        table.attributeDefinitions()
                .forEach(attribute -> attributes.put(attribute.attributeName(), attribute.attributeTypeAsString()));
        Map<String, List<String>> indexes = new TreeMap<>();
        for (GlobalSecondaryIndexDescription index : table.globalSecondaryIndexes()) {
            List<String> shape = new ArrayList<>();
            index.keySchema().forEach(key -> shape.add(key.attributeName() + " " + key.keyTypeAsString()));
            shape.add(index.projection().projectionTypeAsString());
            indexes.put(index.indexName(), shape);
        }
        return new TableShape(
                table.tableName(),
                table.billingModeSummary().billingModeAsString(),
                attributes,
                table.keySchema().stream()
                        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                        .toList(),
                indexes,
                ttl.attributeName() + " " + ttl.timeToLiveStatusAsString().equals("ENABLED"));
    }

    static TableShape ofCloudFormation(JsonNode properties) {
        Map<String, String> attributes = new TreeMap<>();
        properties
                .get("AttributeDefinitions")
                .forEach(attribute -> attributes.put(
                        attribute.get("AttributeName").asText(),
                        attribute.get("AttributeType").asText()));
        Map<String, List<String>> indexes = new TreeMap<>();
        for (JsonNode index : properties.get("GlobalSecondaryIndexes")) {
            List<String> shape = new ArrayList<>(keysOf(index));
            shape.add(index.at("/Projection/ProjectionType").asText());
            indexes.put(index.get("IndexName").asText(), shape);
        }
        return new TableShape(
                properties.get("TableName").asText(),
                properties.get("BillingMode").asText(),
                attributes,
                keysOf(properties),
                indexes,
                properties.at("/TimeToLiveSpecification/AttributeName").asText()
                        + " "
                        + properties.at("/TimeToLiveSpecification/Enabled").asBoolean());
    }

    private static List<String> keysOf(JsonNode tableOrIndex) {
        return each(tableOrIndex.get("KeySchema")).stream()
                .map(key -> key.get("AttributeName").asText() + " "
                        + key.get("KeyType").asText())
                .toList();
    }

    static TableShape ofTerraform(JsonNode resource) {
        Map<String, String> attributes = new TreeMap<>();
        each(resource.get("attribute"))
                .forEach(attribute -> attributes.put(
                        attribute.get("name").asText(), attribute.get("type").asText()));
        Map<String, List<String>> indexes = new TreeMap<>();
        for (JsonNode index : each(resource.get("global_secondary_index"))) {
            indexes.put(
                    index.get("name").asText(),
                    List.of(
                            index.get("hash_key").asText() + " HASH",
                            index.get("range_key").asText() + " RANGE",
                            index.get("projection_type").asText()));
        }
        return new TableShape(
                resource.get("name").asText(),
                resource.get("billing_mode").asText(),
                attributes,
                List.of(resource.get("hash_key").asText() + " HASH"),
                indexes,
                resource.at("/ttl/attribute_name").asText()
                        + " "
                        + resource.at("/ttl/enabled").asBoolean());
    }

    /** The parser gives one block as a map, and several as a list of them. */
    private static List<JsonNode> each(JsonNode blocks) {
        return blocks.isArray()
                ? StreamSupport.stream(blocks.spliterator(), false).toList()
                : List.of(blocks);
    }
}
