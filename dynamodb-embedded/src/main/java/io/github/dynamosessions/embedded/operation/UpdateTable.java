package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes billing, settings and global secondary indexes of a table, at once. */
final class UpdateTable implements Operation {

    private static final List<String> CHANGES = List.of(
            "BillingMode",
            "ProvisionedThroughput",
            "GlobalSecondaryIndexUpdates",
            "DeletionProtectionEnabled",
            "TableClass",
            "StreamSpecification",
            "OnDemandThroughput",
            "SSESpecification");

    @Override
    public Map<String, Object> run(Request request, Database database) {
        if (CHANGES.stream().noneMatch(request::has)) {
            throw ServiceError.validation("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }
        Settings.checkStream(request);
        Table table = Tables.existing(request, database);
        updateThroughput(request, table.settings(), database);
        updateIndexes(request, table);
        Settings.apply(request, table.settings());
        return Map.of("TableDescription", TableDescription.of(table, database, "UPDATING"));
    }

    private static void updateThroughput(Request request, TableSettings settings, Database database) {
        boolean onDemand = request.text(
                        "BillingMode", settings.throughput() == null ? "PAY_PER_REQUEST" : "PROVISIONED")
                .equals("PAY_PER_REQUEST");
        boolean given = request.has("ProvisionedThroughput");
        if (onDemand && given) {
            throw ServiceError.validation(INVALID
                    + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                    + "PAY_PER_REQUEST");
        }
        if (request.text("BillingMode", "").equals("PROVISIONED") && !given) {
            throw ServiceError.validation(
                    INVALID + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }
        if (given) {
            Map<String, Object> units = Throughput.units(request);
            if (!request.has("BillingMode") && units.equals(settings.throughput())) {
                throw ServiceError.validation("The provisioned throughput for the table will not change. The requested "
                        + "value equals the current value. Current ReadCapacityUnits provisioned for the table: "
                        + units.get("ReadCapacityUnits") + ". Requested ReadCapacityUnits: "
                        + units.get("ReadCapacityUnits") + ". Current WriteCapacityUnits provisioned for the table: "
                        + units.get("WriteCapacityUnits") + ". Requested WriteCapacityUnits: "
                        + units.get("WriteCapacityUnits")
                        + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
                        + "higher limits.");
            }
            settings.throughput(units, database.now());
        } else if (onDemand) {
            settings.throughput(null, database.now());
        }
    }

    private static void updateIndexes(Request request, Table table) {
        for (Request update : request.structures("GlobalSecondaryIndexUpdates")) {
            if (update.has("Create")) {
                create(request, update.structure("Create"), table);
            } else if (update.has("Delete")) {
                String name = update.structure("Delete").required("IndexName");
                existing(name, table);
                table.indexes().remove(name);
                Set<String> used = table.indexes().values().stream()
                        .flatMap(index -> index.keys().names().stream())
                        .collect(Collectors.toSet());
                table.settings()
                        .types()
                        .keySet()
                        .removeIf(type -> !used.contains(type) && !table.keys().contains(type));
            } else if (update.has("Update")) {
                existing(update.structure("Update").required("IndexName"), table);
            } else {
                throw ServiceError.validation(INVALID
                        + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                        + "GlobalSecondaryIndexUpdate.Delete must not be null");
            }
        }
    }

    private static void create(Request request, Request definition, Table table) {
        Map<String, String> types = new HashMap<>();
        TableDefinitions.types(request, types);
        Map<String, String> present = table.settings().types();
        Map<String, String> before = Map.copyOf(present);
        types.forEach(present::putIfAbsent);
        try {
            Index index = IndexDefinitions.index(definition, true, table);
            if (table.indexes().containsKey(index.name())) {
                throw ServiceError.validation("Attempting to create an index which already exists");
            }
            table.add(index);
            present.keySet()
                    .removeIf(name -> !before.containsKey(name) && !index.keys().contains(name));
        } catch (ServiceError e) {
            present.keySet().retainAll(before.keySet());
            throw e;
        }
    }

    private static void existing(String name, Table table) {
        Index index = table.indexes().get(name);
        if (index == null || !index.global()) {
            throw ServiceError.of("ResourceNotFoundException", "Requested resource not found");
        }
    }
}
