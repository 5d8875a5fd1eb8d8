package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one item. */
final class GetItem implements Operation {

    @Override
    public Map<String, Object> run(Request request, Database database) {
        Map<String, Value> key = request.item("Key");
        Table table = database.table(request.required("TableName"));
        Item item = table.get(table.keys().position(key));
        Map<String, Object> answer = new LinkedHashMap<>();
        if (item != null) {
            answer.put("Item", item.attributes());
        }
        return answer;
    }
}
