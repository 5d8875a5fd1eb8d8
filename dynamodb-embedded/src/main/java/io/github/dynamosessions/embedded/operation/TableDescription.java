package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.IndexProjection;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table is described. Numbers of items and bytes are exact, where the service updates them every six hours.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html">TableDescription</a>
 */
final class TableDescription {

    private TableDescription() {}

    static Map<String, Object> of(Table table, Database database, String status) {
        TableSettings settings = table.settings();
        String arn = database.arn(table.name());
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("AttributeDefinitions", definitions(settings));
        description.put("TableName", table.name());
        description.put("KeySchema", keys(table.keys()));
        description.put("TableStatus", status);
        description.put("CreationDateTime", seconds(settings.created()));
        description.put("ProvisionedThroughput", throughput(settings.throughput()));
        description.put("TableSizeBytes", table.bytes());
        description.put("ItemCount", table.items().size());
        description.put("TableArn", arn);
        description.put("TableId", settings.id());
        Instant onDemandSince = settings.onDemandSince();
        if (onDemandSince != null) {
            Map<String, Object> billing = new LinkedHashMap<>();
            billing.put("BillingMode", settings.throughput() == null ? "PAY_PER_REQUEST" : "PROVISIONED");
            billing.put("LastUpdateToPayPerRequestDateTime", seconds(onDemandSince));
            description.put("BillingModeSummary", billing);
        }
        String tableClass = settings.tableClass();
        if (tableClass != null) {
            description.put("TableClassSummary", Map.of("TableClass", tableClass));
        }
        Map<String, Object> onDemandThroughput = settings.onDemandThroughput();
        if (onDemandThroughput != null) {
            description.put("OnDemandThroughput", onDemandThroughput);
        }
        if (settings.encrypted()) {
            Map<String, Object> encryption = new LinkedHashMap<>();
            encryption.put("Status", "ENABLED");
            encryption.put("SSEType", "KMS");
            encryption.put(
                    "KMSMasterKeyArn",
                    database.arn("").replace(":dynamodb:", ":kms:").replace(":table/", ":key/") + settings.id());
            description.put("SSEDescription", encryption);
        }
        description.put("DeletionProtectionEnabled", settings.deletionProtection());
        if (!database.replicas().isEmpty()) {
            description.put("GlobalTableVersion", "2019.11.21");
            description.put("MultiRegionConsistency", database.consistency());
            description.put("Replicas", replicas(database));
        }
        indexes(table, false, arn, status).ifPresentIn(description, "LocalSecondaryIndexes");
        indexes(table, true, arn, status).ifPresentIn(description, "GlobalSecondaryIndexes");
        return description;
    }

    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    private static List<Object> replicas(Database database) {
        List<Object> replicas = new ArrayList<>();
        for (String region : database.replicas()) {
            if (!region.equals(database.region())) {
                replicas.add(Map.of("RegionName", region, "ReplicaStatus", "ACTIVE"));
            }
        }
        return replicas;
    }

    private static Map<String, Object> throughput(@Nullable Map<String, Object> units) {
        return units == null ? Throughput.none() : units;
    }

    private static List<Object> definitions(TableSettings settings) {
        List<Object> definitions = new ArrayList<>();
        settings.types().forEach((name, type) -> definitions.add(Map.of("AttributeName", name, "AttributeType", type)));
        return definitions;
    }

    static List<Object> keys(KeySchema keys) {
        List<Object> elements = new ArrayList<>();
        keys.hash().forEach(name -> elements.add(Map.of("AttributeName", name, "KeyType", "HASH")));
        keys.range().forEach(name -> elements.add(Map.of("AttributeName", name, "KeyType", "RANGE")));
        return elements;
    }

    private record Indexes(List<Object> descriptions) {
        void ifPresentIn(Map<String, Object> description, String name) {
            if (!descriptions.isEmpty()) {
                description.put(name, descriptions);
            }
        }
    }

    private static Indexes indexes(Table table, boolean global, String arn, String status) {
        List<Object> descriptions = new ArrayList<>();
        for (Index index : table.indexes().values()) {
            if (index.global() == global) {
                descriptions.add(index(index, arn, status));
            }
        }
        return new Indexes(descriptions);
    }

    private static Map<String, Object> index(Index index, String arn, String status) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("IndexName", index.name());
        description.put("KeySchema", keys(index.keys()));
        description.put("Projection", projection(index.projection()));
        if (index.global()) {
            description.put("IndexStatus", status);
            description.put("ProvisionedThroughput", throughput(index.throughput()));
        }
        description.put(
                "IndexSizeBytes",
                index.entries().values().stream().mapToLong(Item::size).sum());
        description.put("ItemCount", index.entries().size());
        description.put("IndexArn", arn + "/index/" + index.name());
        return description;
    }

    private static Map<String, Object> projection(IndexProjection projection) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("ProjectionType", projection.type());
        if (!projection.included().isEmpty()) {
            description.put("NonKeyAttributes", projection.included());
        }
        return description;
    }
}
