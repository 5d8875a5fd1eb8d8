package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A table of one test class. Items and expressions are written in {@link Notation} and with {@link Literals}. */
final class TestTable implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;

    private TestTable(String name) {
        this.name = name;
    }

    /** A table with these key attributes, each {@code name:TYPE}, the partition key first. */
    static TestTable create(String... keys) {
        return define(keys).create();
    }

    static Definition define(String... keys) {
        return new Definition(keys);
    }

    /** A name that no table has. */
    static String freshName() {
        return "conformance." + UUID.randomUUID();
    }

    static void awaitActive(String name) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(() -> CLIENT.describeTable(table -> table.tableName(name))
                        .table()
                        .tableStatus()
                        .equals(TableStatus.ACTIVE));
    }

    String name() {
        return name;
    }

    PutItemResponse put(String item) {
        return put(item(item), put -> {});
    }

    PutItemResponse put(String item, Consumer<PutItemRequest.Builder> more) {
        return put(item(item), more);
    }

    PutItemResponse put(Map<String, AttributeValue> item) {
        return put(item, put -> {});
    }

    PutItemResponse put(Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> more) {
        return CLIENT.putItem(put -> more.accept(put.tableName(name).item(item)));
    }

    PutItemResponse putIf(String item, String condition) {
        Literals literals = new Literals();
        return put(item, put -> put.conditionExpression(literals.in(condition))
                .expressionAttributeValues(literals.values()));
    }

    /** A consistent read. */
    Map<String, AttributeValue> get(String key) {
        return get(key, get -> get.consistentRead(true)).item();
    }

    GetItemResponse get(String key, Consumer<GetItemRequest.Builder> more) {
        return CLIENT.getItem(get -> more.accept(get.tableName(name).key(item(key))));
    }

    UpdateItemResponse update(String key, String expression) {
        return update(key, expression, null, update -> {});
    }

    UpdateItemResponse update(String key, String expression, Consumer<UpdateItemRequest.Builder> more) {
        return update(key, expression, null, more);
    }

    UpdateItemResponse update(
            String key,
            @Nullable String expression,
            @Nullable String condition,
            Consumer<UpdateItemRequest.Builder> more) {
        Literals literals = new Literals();
        return CLIENT.updateItem(update -> more.accept(update.tableName(name)
                .key(item(key))
                .updateExpression(literals.in(expression))
                .conditionExpression(literals.in(condition))
                .expressionAttributeValues(literals.values())));
    }

    DeleteItemResponse delete(String key) {
        return delete(key, null, delete -> {});
    }

    DeleteItemResponse delete(String key, @Nullable String condition, Consumer<DeleteItemRequest.Builder> more) {
        Literals literals = new Literals();
        return CLIENT.deleteItem(delete -> more.accept(delete.tableName(name)
                .key(item(key))
                .conditionExpression(literals.in(condition))
                .expressionAttributeValues(literals.values())));
    }

    QueryResponse query(String condition) {
        return query(condition, null, query -> {});
    }

    QueryResponse query(String condition, Consumer<QueryRequest.Builder> more) {
        return query(condition, null, more);
    }

    QueryResponse query(String condition, @Nullable String filter, Consumer<QueryRequest.Builder> more) {
        Literals literals = new Literals();
        return CLIENT.query(query -> more.accept(query.tableName(name)
                .keyConditionExpression(literals.in(condition))
                .filterExpression(literals.in(filter))
                .expressionAttributeValues(literals.values())));
    }

    ScanResponse scan(Consumer<ScanRequest.Builder> more) {
        return scan(null, more);
    }

    ScanResponse scan(@Nullable String filter, Consumer<ScanRequest.Builder> more) {
        Literals literals = new Literals();
        return CLIENT.scan(scan -> more.accept(scan.tableName(name)
                .filterExpression(literals.in(filter))
                .expressionAttributeValues(literals.values())));
    }

    @Override
    public void close() {
        CLIENT.deleteTable(table -> table.tableName(name));
    }

    /** A table to be created. */
    static final class Definition {

        private final Map<String, AttributeDefinition> attributes = new LinkedHashMap<>();
        private final List<KeySchemaElement> keys;
        private final List<GlobalSecondaryIndex> globals = new ArrayList<>();
        private final List<LocalSecondaryIndex> locals = new ArrayList<>();

        private Definition(String... keys) {
            this.keys = schema(keys);
        }

        /** An index with these keys, each {@code name:TYPE}. Attributes are for the projection INCLUDE. */
        Definition global(String index, ProjectionType projection, List<String> attributes, String... indexKeys) {
            globals.add(GlobalSecondaryIndex.builder()
                    .indexName(index)
                    .keySchema(schema(indexKeys))
                    .projection(projection(projection, attributes))
                    .build());
            return this;
        }

        Definition global(String index, ProjectionType projection, String... indexKeys) {
            return global(index, projection, List.of(), indexKeys);
        }

        /** The keys include the table's partition key. */
        Definition local(String index, ProjectionType projection, List<String> attributes, String... indexKeys) {
            locals.add(LocalSecondaryIndex.builder()
                    .indexName(index)
                    .keySchema(schema(indexKeys))
                    .projection(projection(projection, attributes))
                    .build());
            return this;
        }

        Definition local(String index, ProjectionType projection, String... indexKeys) {
            return local(index, projection, List.of(), indexKeys);
        }

        TestTable create() {
            String name = freshName();
            CLIENT.createTable(request(table -> table.tableName(name)));
            awaitActive(name);
            return new TestTable(name);
        }

        /** On demand, without a name. */
        CreateTableRequest request(UnaryOperator<CreateTableRequest.Builder> change) {
            CreateTableRequest.Builder table = CreateTableRequest.builder()
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes.values())
                    .keySchema(keys);
            if (!globals.isEmpty()) {
                table.globalSecondaryIndexes(globals);
            }
            if (!locals.isEmpty()) {
                table.localSecondaryIndexes(locals);
            }
            return change.apply(table).build();
        }

        private List<KeySchemaElement> schema(String... indexKeys) {
            List<KeySchemaElement> schema = new ArrayList<>();
            for (String[] key :
                    Arrays.stream(indexKeys).map(key -> key.split(":")).toList()) {
                attributes.put(
                        key[0],
                        AttributeDefinition.builder()
                                .attributeName(key[0])
                                .attributeType(ScalarAttributeType.fromValue(key[1]))
                                .build());
                schema.add(KeySchemaElement.builder()
                        .attributeName(key[0])
                        .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                        .build());
            }
            return schema;
        }

        private static Projection projection(ProjectionType type, List<String> attributes) {
            return Projection.builder()
                    .projectionType(type)
                    .nonKeyAttributes(attributes.isEmpty() ? null : attributes)
                    .build();
        }
    }
}
