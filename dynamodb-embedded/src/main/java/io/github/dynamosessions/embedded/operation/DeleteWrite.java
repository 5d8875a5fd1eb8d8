package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes an item. */
final class DeleteWrite extends ItemWrite {

    DeleteWrite(Request request) {
        super(request, "Key");
        parseOnlyCondition(request);
    }

    @Override
    @Nullable
    Map<String, Value> after(Table table, @Nullable Item before) {
        return null;
    }
}
