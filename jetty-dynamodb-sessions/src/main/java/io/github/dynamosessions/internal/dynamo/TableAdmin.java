package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates and describes the table. Never changes the capacity or the keys of one that exists. */
final class TableAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TableAdmin.class);

    /** A table with an index is usually there within half a minute. The SDK's own waiter looks every 20 seconds. */
    private static final WaiterOverrideConfiguration PATIENCE = WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(500)))
            .maxAttempts(600)
            .waitTimeout(Duration.ofMinutes(5))
            .build();

    /** No request waits for these calls; a node that starts on a busy machine may need its time. */
    private static final AwsRequestOverrideConfiguration UNHURRIED = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(30))
            .apiCallAttemptTimeout(Duration.ofSeconds(10))
            .build();

    private final DynamoDbClient client;
    private final TableSettings settings;
    private final AwsRequestOverrideConfiguration timeouts;

    private TableAdmin(DynamoDbClient client, TableSettings settings, AwsRequestOverrideConfiguration timeouts) {
        this.client = client;
        this.settings = settings;
        this.timeouts = timeouts;
    }

    static TableAdmin unhurried(DynamoDbClient client, TableSettings settings) {
        return new TableAdmin(client, settings, UNHURRIED);
    }

    /** With the timeouts of a request. */
    static TableAdmin hurried(DynamoDbClient client, TableSettings settings, DynamoConnection connection) {
        return new TableAdmin(
                client,
                settings,
                AwsRequestOverrideConfiguration.builder()
                        .apiCallTimeout(connection.callTimeout())
                        .build());
    }

    /**
     * Creates the table with its index and its TTL, and waits until it can be used. Where another node creates it at
     * the same moment, either may be the one.
     *
     * @return whether the table was not ready when this was called
     */
    boolean createIfMissing() {
        TableDescription found = describeOrNull();
        if (found != null && found.tableStatus() != TableStatus.CREATING) {
            return false;
        }
        if (found == null) {
            create();
        }
        client.waiter()
                .waitUntilTableExists(
                        DescribeTableRequest.builder()
                                .overrideConfiguration(timeouts)
                                .tableName(settings.tableName())
                                .build(),
                        PATIENCE);
        if (settings.ttlEnabled()) {
            enableTtl();
        }
        return true;
    }

    @Nullable
    TableState describe() {
        TableDescription table = describeOrNull();
        if (table == null) {
            return null;
        }
        Map<String, String> types = table.attributeDefinitions().stream()
                .collect(Collectors.toMap(
                        AttributeDefinition::attributeName, AttributeDefinition::attributeTypeAsString));
        return new TableState(
                table.tableName(),
                table.tableStatusAsString(),
                keys(table.keySchema(), types),
                ttlKeyInUse(),
                indexes(table, types),
                table.tableClassSummary() == null
                        ? null
                        : table.tableClassSummary().tableClassAsString(),
                table.hasReplicas()
                        ? Objects.requireNonNullElse(table.multiRegionConsistencyAsString(), "EVENTUAL")
                        : null,
                capacity(table, ProvisionedThroughputDescription::readCapacityUnits),
                capacity(table, ProvisionedThroughputDescription::writeCapacityUnits),
                Boolean.TRUE.equals(table.deletionProtectionEnabled()),
                table.itemCount(),
                table.tableSizeBytes());
    }

    private static List<TableState.Index> indexes(TableDescription table, Map<String, String> types) {
        Stream<TableState.Index> global = table.globalSecondaryIndexes().stream()
                .map(index -> new TableState.Index(
                        index.indexName(),
                        index.indexStatusAsString(),
                        keys(index.keySchema(), types),
                        index.projection().projectionTypeAsString()));
        Stream<TableState.Index> local = table.localSecondaryIndexes().stream()
                .map(index -> new TableState.Index(
                        index.indexName(),
                        TableState.ACTIVE,
                        keys(index.keySchema(), types),
                        index.projection().projectionTypeAsString()));
        return Stream.concat(global, local).toList();
    }

    /** Partition keys first, as DynamoDB gives them. */
    private static List<TableState.Key> keys(List<KeySchemaElement> schema, Map<String, String> types) {
        return schema.stream()
                .map(key -> new TableState.Key(
                        key.attributeName(),
                        String.valueOf(types.get(key.attributeName())),
                        key.keyType() == KeyType.RANGE))
                .toList();
    }

    void enableTtl() {
        try {
            client.updateTimeToLive(request -> request.overrideConfiguration(timeouts)
                    .tableName(settings.tableName())
                    .timeToLiveSpecification(
                            ttl -> ttl.attributeName(settings.ttlKey()).enabled(true)));
        } catch (DynamoDbException e) {
            // Another node was first. DynamoDB has no error code of its own for that, so look instead of parsing words.
            if (!settings.ttlKey().equals(ttlKeyInUse())) {
                throw e;
            }
        }
    }

    private void create() {
        try {
            client.createTable(createRequest());
            LOG.info("table '{}' is being created", settings.tableName());
        } catch (ResourceInUseException e) {
            LOG.info("table '{}' is being created by another node", settings.tableName());
        }
    }

    private CreateTableRequest createRequest() {
        CreateTableRequest.Builder table = CreateTableRequest.builder()
                .overrideConfiguration(timeouts)
                .tableName(settings.tableName())
                .attributeDefinitions(
                        attribute(settings.hashKey(), ScalarAttributeType.S),
                        attribute(ItemSchema.EXPIRY_SHARD, ScalarAttributeType.S),
                        attribute(ItemSchema.EXPIRY_BUCKET, ScalarAttributeType.N))
                .keySchema(key(settings.hashKey(), KeyType.HASH));
        GlobalSecondaryIndex.Builder index = GlobalSecondaryIndex.builder()
                .indexName(ItemSchema.EXPIRY_INDEX)
                .keySchema(key(ItemSchema.EXPIRY_SHARD, KeyType.HASH), key(ItemSchema.EXPIRY_BUCKET, KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY));
        if (settings.readCapacityUnits() == null) {
            table.billingMode(BillingMode.PAY_PER_REQUEST);
        } else {
            ProvisionedThroughput throughput = ProvisionedThroughput.builder()
                    .readCapacityUnits(settings.readCapacityUnits())
                    .writeCapacityUnits(settings.writeCapacityUnits())
                    .build();
            table.billingMode(BillingMode.PROVISIONED).provisionedThroughput(throughput);
            index.provisionedThroughput(throughput);
        }
        return table.globalSecondaryIndexes(index.build()).build();
    }

    private @Nullable TableDescription describeOrNull() {
        try {
            return client.describeTable(
                            request -> request.overrideConfiguration(timeouts).tableName(settings.tableName()))
                    .table();
        } catch (ResourceNotFoundException e) {
            return null;
        }
    }

    private @Nullable String ttlKeyInUse() {
        TimeToLiveDescription ttl = client.describeTimeToLive(
                        request -> request.overrideConfiguration(timeouts).tableName(settings.tableName()))
                .timeToLiveDescription();
        boolean on = ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
        return on ? ttl.attributeName() : null;
    }

    /** Zero on demand, where DynamoDB itself answers zero or nothing. */
    private static long capacity(TableDescription table, Function<ProvisionedThroughputDescription, Long> units) {
        return Optional.ofNullable(table.provisionedThroughput()).map(units).orElse(0L);
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
