package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.benchmarks.session.SessionContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The calls that the store makes, made by hand: the same requests and answers, values serialized by the JDK alone, and
 * nothing else. Expressions and names are constants here, as they would be in code that knows its one attribute; keys and
 * values are built anew for each call. One thread.
 */
final class BareSdk {

    /** In front of the object stream: the serializer's number, and which class loader the value belongs to. */
    private static final int HEADER_BYTES = 2;

    private static final int BUFFER_BYTES = 512;

    private final DynamoDbClient client;
    private final Map<String, Object> attributes;
    private final List<Object> changes;
    private final GetItemRequest get;
    private final UpdateItemRequest update;
    private final PutItemRequest put;
    private final String changedPlaceholder;
    private int turn;

    /** Calls like those that were captured. */
    BareSdk(DynamoDbClient client, SessionContent content, CapturedRequests captured) throws IOException {
        this.client = client;
        this.attributes = content.attributes();
        this.changes = content.changes();
        this.get = captured.last(GetItemRequest.class);
        this.update = captured.last(UpdateItemRequest.class);
        this.put = captured.last(PutItemRequest.class);
        this.changedPlaceholder = placeholderOfTheChange();
    }

    /** What of a session the application gets: attributes, and the times that Jetty needs. */
    Map<String, Object> load() throws IOException, ClassNotFoundException {
        Map<String, AttributeValue> item = client.getItem(GetItemRequest.builder()
                        .tableName(get.tableName())
                        .key(copy(get.key()))
                        .consistentRead(get.consistentRead())
                        .returnConsumedCapacity(get.returnConsumedCapacity())
                        .build())
                .item();
        Map<String, Object> session = new HashMap<>();
        for (Map.Entry<String, AttributeValue> field : item.entrySet()) {
            if (field.getValue().n() != null) {
                session.put(field.getKey(), Long.valueOf(field.getValue().n()));
            }
        }
        for (Map.Entry<String, AttributeValue> attribute :
                item.get("attributes").m().entrySet()) {
            session.put(attribute.getKey(), decode(attribute.getValue()));
        }
        return session;
    }

    UpdateItemResponse update() throws IOException {
        Map<String, AttributeValue> values = copy(update.expressionAttributeValues());
        values.put(changedPlaceholder, encode(changes.get(turn++ % changes.size())));
        return client.updateItem(UpdateItemRequest.builder()
                .tableName(update.tableName())
                .key(copy(update.key()))
                .updateExpression(update.updateExpression())
                .conditionExpression(update.conditionExpression())
                .expressionAttributeNames(update.expressionAttributeNames())
                .expressionAttributeValues(values)
                .returnValues(update.returnValues())
                .returnValuesOnConditionCheckFailure(update.returnValuesOnConditionCheckFailure())
                .returnConsumedCapacity(update.returnConsumedCapacity())
                .build());
    }

    PutItemResponse create() throws IOException {
        Map<String, AttributeValue> item = new HashMap<>();
        for (Map.Entry<String, AttributeValue> field : put.item().entrySet()) {
            if (!field.getValue().hasM()) {
                item.put(field.getKey(), copy(field.getValue()));
            }
        }
        Map<String, AttributeValue> values = new HashMap<>();
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            values.put(attribute.getKey(), encode(attribute.getValue()));
        }
        item.put("attributes", AttributeValue.fromM(values));
        item.put("versions", AttributeValue.fromM(Map.of()));
        return client.putItem(PutItemRequest.builder()
                .tableName(put.tableName())
                .item(item)
                .conditionExpression(put.conditionExpression())
                .expressionAttributeNames(put.expressionAttributeNames())
                .returnValuesOnConditionCheckFailure(put.returnValuesOnConditionCheckFailure())
                .returnConsumedCapacity(put.returnConsumedCapacity())
                .build());
    }

    private String placeholderOfTheChange() throws IOException {
        for (Map.Entry<String, AttributeValue> entry :
                update.expressionAttributeValues().entrySet()) {
            AttributeValue value = entry.getValue();
            if (value.b() != null || value.s() != null && changes.contains(value.s())) {
                return entry.getKey();
            }
        }
        throw new IOException("the changed attribute is not among " + update.expressionAttributeValues());
    }

    private static Map<String, AttributeValue> copy(Map<String, AttributeValue> values) {
        Map<String, AttributeValue> copy = new HashMap<>();
        values.forEach((name, value) -> copy.put(name, copy(value)));
        return copy;
    }

    private static AttributeValue copy(AttributeValue value) {
        return switch (value.type()) {
            case S -> AttributeValue.fromS(value.s());
            case N -> AttributeValue.fromN(Long.toString(Long.parseLong(value.n())));
            default -> value; // the verifier, or the changed attribute, which the caller replaces
        };
    }

    private static AttributeValue encode(Object value) throws IOException {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof Boolean bool) {
            return AttributeValue.fromBool(bool);
        }
        if (value instanceof Integer number) {
            return AttributeValue.fromN(number.toString());
        }
        if (value instanceof Long number) {
            return AttributeValue.fromM(Map.of("long", AttributeValue.fromN(number.toString())));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        bytes.write(new byte[HEADER_BYTES]);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes.toByteArray()));
    }

    private static Object decode(AttributeValue value) throws IOException, ClassNotFoundException {
        return switch (value.type()) {
            case S -> value.s();
            case BOOL -> value.bool();
            case N -> Integer.valueOf(value.n());
            case M -> Long.valueOf(value.m().get("long").n());
            default -> deserialize(value.b().asByteArrayUnsafe());
        };
    }

    private static Object deserialize(byte[] stored) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(stored, HEADER_BYTES, stored.length - HEADER_BYTES))) {
            return in.readObject();
        }
    }
}
