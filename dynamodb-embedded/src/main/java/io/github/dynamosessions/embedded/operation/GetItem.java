package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one item. Every read sees the last write, also where the service would only promise it later. */
final class GetItem implements Operation {

    @Override
    public Map<String, Object> run(Request request, Database database) {
        Map<String, Value> key = request.item("Key");
        Projection projection = Reads.projection(request);
        Table table = database.table(request.required("TableName"));
        Item item = Reads.item(table, key);
        Map<String, Object> answer = new LinkedHashMap<>();
        if (item != null) {
            answer.put("Item", Reads.project(item.attributes(), projection));
        }
        Capacity capacity = Capacity.of(request);
        capacity.read(table, item, request.flag("ConsistentRead"));
        capacity.addTo(answer);
        return answer;
    }
}
