package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.IndexProjection;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for definitions of secondary indexes. */
final class IndexDefinitions {

    private static final int MOST_LOCAL = 5;
    private static final int MOST_GLOBAL = 20;

    private IndexDefinitions() {}

    static Index index(Request request, boolean global, Table table) {
        String name = request.required("IndexName");
        KeySchema keys = TableDefinitions.keys(request, table.settings().types(), name);
        if (!global) {
            checkLocal(name, keys, table.keys());
        }
        IndexProjection projection = projection(request.structure("Projection"));
        return new Index(name, global, table.keys(), keys, projection, throughput(request, name, global, table));
    }

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes */
    static void checkNumber(Table table) {
        long global = table.indexes().values().stream().filter(Index::global).count();
        long local = table.indexes().size() - global;
        if (local > MOST_LOCAL) {
            throw ServiceError.validation(
                    INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of " + MOST_LOCAL);
        }
        if (global > MOST_GLOBAL) {
            throw ServiceError.validation(
                    INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of " + MOST_GLOBAL);
        }
    }

    private static void checkLocal(String name, KeySchema keys, KeySchema table) {
        if (table.range().isEmpty()) {
            throw ServiceError.validation(INVALID
                    + "Table KeySchema does not have a range key, which is required when specifying a "
                    + "LocalSecondaryIndex");
        }
        if (keys.range().isEmpty()) {
            throw ServiceError.validation(INVALID + "Index KeySchema does not have a range key for index: " + name);
        }
        if (!keys.hash().equals(table.hash())) {
            throw ServiceError.validation(INVALID
                    + "Index KeySchema does not have the same leading hash key as table KeySchema for index: " + name
                    + ". index hash key: " + keys.hash().get(0) + ", table hash key: "
                    + table.hash().get(0));
        }
    }

    private static IndexProjection projection(Request request) {
        String type = request.text("ProjectionType");
        List<String> included = request.texts("NonKeyAttributes");
        if (type == null) {
            throw ServiceError.validation(INVALID + "Unknown ProjectionType: null");
        }
        if (type.equals("INCLUDE") && included.isEmpty()) {
            throw ServiceError.validation(INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        if (!type.equals("INCLUDE") && request.has("NonKeyAttributes")) {
            throw ServiceError.validation(
                    INVALID + "ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        if (new HashSet<>(included).size() < included.size()) {
            throw ServiceError.validation(INVALID + "Duplicate NonKeyAttributes in Projection");
        }
        return new IndexProjection(type, included);
    }

    private static @Nullable Map<String, Object> throughput(Request request, String name, boolean global, Table table) {
        boolean provisioned = table.settings().throughput() != null;
        boolean given = request.has("ProvisionedThroughput");
        if (global && provisioned && !given) {
            throw ServiceError.validation(INVALID + "ProvisionedThroughput must be specified for index: " + name);
        }
        if (!provisioned && given) {
            throw ServiceError.validation(INVALID
                    + "ProvisionedThroughput should not be specified for index: " + name
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        return given ? Throughput.units(request) : null;
    }
}
