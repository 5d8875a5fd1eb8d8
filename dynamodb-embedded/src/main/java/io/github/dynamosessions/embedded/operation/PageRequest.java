package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Condition;
import io.github.dynamosessions.embedded.expression.Path;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What Query and Scan share: the table or index, and what is selected of it.
 *
 * @param table the table
 * @param index null means the table itself
 * @param projection null means all attributes
 * @param filter null means all items
 */
record PageRequest(
        Request request,
        Table table,
        @Nullable Index index,
        @Nullable Projection projection,
        @Nullable Condition filter) {

    /** Checks the parameters that need no table. */
    static void checkSelect(Request request, String prefix) {
        String select = request.text("Select", "");
        boolean projects = request.has("ProjectionExpression");
        if (projects && !select.isEmpty() && !select.equals("SPECIFIC_ATTRIBUTES")) {
            throw ServiceError.validation("Cannot specify the ProjectionExpression when choosing to get "
                    + (select.equals("COUNT") ? "only the Count" : select));
        }
        if (select.equals("SPECIFIC_ATTRIBUTES") && !projects) {
            throw ServiceError.validation(
                    prefix + "Must specify the AttributesToGet or ProjectionExpression when choosing to "
                            + "get SPECIFIC_ATTRIBUTES");
        }
        if (select.equals("ALL_PROJECTED_ATTRIBUTES") && !request.has("IndexName")) {
            throw ServiceError.validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
    }

    static PageRequest of(
            Request request, Database database, @Nullable Projection projection, @Nullable Condition filter) {
        Table table = database.table(request.required("TableName"));
        String name = request.text("IndexName");
        Index index = name == null ? null : table.indexes().get(name);
        if (name != null && index == null) {
            throw ServiceError.validation("The table does not have the specified index: " + name);
        }
        PageRequest page = new PageRequest(request, table, index, projection, filter);
        if (index != null && index.global()) {
            page.checkGlobal(index);
        }
        return page;
    }

    private void checkGlobal(Index global) {
        if (request.flag("ConsistentRead")) {
            throw ServiceError.validation("Consistent reads are not supported on global secondary indexes");
        }
        if (request.text("Select", "").equals("ALL_ATTRIBUTES")
                && !global.projection().isAll()) {
            throw ServiceError.validation("One or more parameter values were invalid: "
                    + "Select type ALL_ATTRIBUTES is not supported for global secondary index " + global.name()
                    + " because its projection type is not ALL");
        }
        List<String> missing = projection == null
                ? List.of()
                : projection.paths().stream()
                        .map(Path::attribute)
                        .filter(name -> !projects(global, name))
                        .toList();
        if (!missing.isEmpty()) {
            throw ServiceError.validation("One or more parameter values were invalid: Global secondary index "
                    + global.name() + " does not project [" + String.join(", ", missing) + "]");
        }
    }

    private boolean projects(Index from, String name) {
        return from.projection().projects(name, table.keys(), from.keys());
    }

    /** The key of the table or index. */
    KeySchema keys() {
        return index == null ? table.keys() : index.keys();
    }

    NavigableMap<Position, Item> entries() {
        return index == null ? table.items() : index.entries();
    }

    /**
     * Whether a local secondary index lacks something that is wanted, which is then read from the table.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations.Reads">Reads
     *     of local secondary indexes</a>
     */
    boolean fetches() {
        if (index == null || index.global() || index.projection().isAll()) {
            return false;
        }
        return projection == null
                ? request.text("Select", "").equals("ALL_ATTRIBUTES")
                : projection.paths().stream().anyMatch(path -> !projects(index, path.attribute()));
    }

    /** The position after which this page begins; null at the beginning. */
    @Nullable
    Position start() {
        if (!request.has("ExclusiveStartKey")) {
            return null;
        }
        Map<String, Value> key = request.item("ExclusiveStartKey");
        Map<String, String> types = new HashMap<>();
        for (String name : table.keys().names()) {
            types.put(name, table.settings().types().get(name));
        }
        keys().names().forEach(name -> types.put(name, table.settings().types().get(name)));
        boolean fits = key.size() == types.size();
        for (Map.Entry<String, String> type : types.entrySet()) {
            Value value = key.get(type.getKey());
            fits &= value != null && value.type().equals(type.getValue());
        }
        if (!fits) {
            throw ServiceError.validation("The provided starting key is invalid"
                    + (index == null && !request.has("KeyConditionExpression")
                            ? ": The provided key element does not match the schema"
                            : ""));
        }
        Keys.checkNotEmpty(key, table.keys());
        Position primary = table.keys().position(key);
        return index == null ? primary : index.keys().positionInIndex(key, primary);
    }

    /** The attributes by which the next page begins. */
    Map<String, Value> keyOf(Item item) {
        Map<String, Value> key = new HashMap<>(keys().keyOf(item.attributes()));
        key.putAll(table.keys().keyOf(item.attributes()));
        return key;
    }
}
