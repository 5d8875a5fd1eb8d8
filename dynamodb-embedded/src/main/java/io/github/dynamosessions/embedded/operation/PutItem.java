package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one item. */
final class PutItem implements Operation {

    @Override
    public Map<String, Object> run(Request request, Database database) {
        Map<String, Value> item = request.item("Item");
        Table table = database.table(request.required("TableName"));
        Position position = table.keys().position(item);
        database.apply(table, new Change(position, table.get(position), Item.of(item)));
        return new LinkedHashMap<>();
    }
}
