package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Sizes;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces an item. */
final class PutWrite extends ItemWrite {

    PutWrite(Request request) {
        super(request, "Item");
        parseOnlyCondition(request);
        checkSize(source());
    }

    static void checkSize(Map<String, Value> item) {
        if (Sizes.of(item) > Item.LARGEST) {
            throw ServiceError.validation("Item size has exceeded the maximum allowed size");
        }
    }

    @Override
    void checkValues(Table table) {
        super.checkValues(table);
        Keys.checkIndexesNotEmpty(source(), table);
    }

    @Override
    void checkKeys(Table table) {
        Keys.checkItem(source(), table);
        Keys.checkIndexTypes(source(), table);
    }

    @Override
    Map<String, Value> after(Table table, @Nullable Item before) {
        return source();
    }
}
