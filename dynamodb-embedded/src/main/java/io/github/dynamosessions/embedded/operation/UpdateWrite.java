package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Expressions;
import io.github.dynamosessions.embedded.expression.Placeholders;
import io.github.dynamosessions.embedded.expression.Update;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Sizes;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes attributes of an item, or creates it. */
final class UpdateWrite extends ItemWrite {

    private final @Nullable Update update;

    UpdateWrite(Request request) {
        super(request, "Key");
        Placeholders placeholders = Placeholders.of(request, Set.of(), "UpdateExpression", "ConditionExpression");
        update = Expressions.update(request, placeholders);
        parseCondition(request, placeholders);
        placeholders.requireAllUsed();
    }

    @Nullable
    Update update() {
        return update;
    }

    @Override
    void checkValues(Table table) {
        super.checkValues(table);
        if (update != null) {
            checkIndexKeys(table, update.literals());
        }
    }

    @Override
    void checkKeys(Table table) {
        super.checkKeys(table);
        if (update == null) {
            return;
        }
        for (String name : update.attributes()) {
            if (table.keys().contains(name)) {
                throw ServiceError.validation(
                        INVALID + "Cannot update attribute " + name + ". This attribute is part of the key");
            }
        }
    }

    @Override
    Map<String, Value> after(Table table, @Nullable Item before) {
        Map<String, Value> present = before == null ? source() : before.attributes();
        if (update == null) {
            return present;
        }
        Map<String, Value> after = update.apply(present);
        checkIndexKeys(table, after);
        Keys.checkIndexTypes(after, table);
        checkSize(after);
        return after;
    }

    private static void checkIndexKeys(Table table, Map<String, Value> after) {
        for (Index index : table.indexes().values()) {
            for (String name : index.keys().names()) {
                String empty = Keys.empty(after.get(name));
                if (empty != null) {
                    throw ServiceError.validation("One or more parameter values are not valid. The update expression "
                            + "attempted to update a secondary index key to a value that is not supported. "
                            + "The AttributeValue for a key attribute cannot contain an empty " + empty + " value.");
                }
            }
        }
    }

    private static void checkSize(Map<String, Value> after) {
        if (Sizes.of(after) > Item.LARGEST) {
            throw ServiceError.validation("Item size to update has exceeded the maximum allowed size");
        }
    }
}
