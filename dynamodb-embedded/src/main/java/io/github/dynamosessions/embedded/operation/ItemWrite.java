package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Condition;
import io.github.dynamosessions.embedded.expression.Expressions;
import io.github.dynamosessions.embedded.expression.Placeholders;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conditional write, alone or in a transaction. Its constructor checks what the request alone can show; then its
 * table is looked up; then come the checks that need the table; then the condition.
 */
abstract class ItemWrite {

    private final String tableName;
    private final Map<String, Value> keySource;
    private final boolean returnItemOnFailure;
    private @Nullable Condition condition;

    /** Reads the item or key with this name. */
    ItemWrite(Request request, String keySource) {
        this.tableName = request.required("TableName");
        this.returnItemOnFailure =
                request.text("ReturnValuesOnConditionCheckFailure", "NONE").equals("ALL_OLD");
        this.keySource = request.item(keySource);
    }

    final void parseCondition(Request request, Placeholders placeholders) {
        condition = Expressions.condition(request, "ConditionExpression", placeholders);
    }

    /** Of a request whose only expression is its condition. */
    final void parseOnlyCondition(Request request) {
        Placeholders placeholders = Placeholders.of(request, Set.of(), "ConditionExpression");
        parseCondition(request, placeholders);
        placeholders.requireAllUsed();
    }

    final Table table(Database database) {
        return database.table(tableName);
    }

    final String tableName() {
        return tableName;
    }

    /** The item or key of the request. */
    final Map<String, Value> source() {
        return keySource;
    }

    /** Empty keys and items that are too large; in a transaction, these are errors of the whole request. */
    void checkValues(Table table) {
        Keys.checkNotEmpty(keySource, table.keys());
    }

    /** Types of keys; in a transaction, a reason for its cancellation. */
    void checkKeys(Table table) {
        Keys.checkKey(keySource, table.keys(), table.settings().types());
    }

    final Position position(Table table) {
        return table.keys().position(keySource);
    }

    /** What is left of the item; null if nothing. */
    abstract @Nullable Map<String, Value> after(Table table, @Nullable Item before);

    /**
     * Tests the condition and computes the change.
     *
     * @throws ServiceError if the condition is false, or the result is not valid
     */
    Change plan(Table table) {
        Position position = position(table);
        Item before = table.get(position);
        if (condition != null && !condition.test(before == null ? Map.of() : before.attributes())) {
            ServiceError failed = ServiceError.conditionFailed();
            throw returnItemOnFailure && before != null ? failed.with("Item", before.attributes()) : failed;
        }
        Map<String, Value> after = after(table, before);
        return new Change(position, before, after == null ? null : Item.of(after));
    }
}
