package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes a table, which is active at once. */
final class CreateTable implements Operation {

    @Override
    public Map<String, Object> run(Request request, Database database) {
        String name = Database.name(TableDefinitions.required(request, "TableName"));
        Settings.checkStream(request);
        TableSettings settings = new TableSettings(database.now());
        Throughput.apply(request, settings, database.now());
        TableDefinitions.types(request, settings.types());
        KeySchema keys = TableDefinitions.keys(request, settings.types(), "");
        Table table = new Table(name, keys, settings);
        addIndexes(request, table);
        TableDefinitions.checkThatAllTypesAreUsed(table);
        Settings.apply(request, settings);
        for (Request tag : request.structures("Tags")) {
            settings.tags().put(tag.required("Key"), tag.required("Value"));
        }
        if (database.tables().putIfAbsent(name, table) != null) {
            throw ServiceError.of("ResourceInUseException", "Table already exists: " + name);
        }
        return Map.of("TableDescription", TableDescription.of(table, database, "CREATING"));
    }

    private static void addIndexes(Request request, Table table) {
        Set<String> names = new HashSet<>();
        for (String parameter : new String[] {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
            boolean global = parameter.startsWith("Global");
            if (request.has(parameter) && request.list(parameter).isEmpty()) {
                throw ServiceError.validation("One or more parameter values were invalid: List of "
                        + (global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes") + " is empty");
            }
            for (Request each : request.structures(parameter)) {
                Index index = IndexDefinitions.index(each, global, table);
                if (!names.add(index.name())) {
                    throw ServiceError.validation(
                            "One or more parameter values were invalid: Duplicate index name: " + index.name());
                }
                table.add(index);
            }
        }
        IndexDefinitions.checkNumber(table);
    }
}
