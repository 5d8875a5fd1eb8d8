package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of item collections, which only tables with local secondary indexes have. All are estimated at less than a
 * gigabyte.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections">Item
 *     collections</a>
 */
final class ItemCollections {

    private ItemCollections() {}

    static void addTo(Map<String, Object> answer, Request request, Table table, Map<String, Value> item) {
        if (applies(request, table)) {
            answer.put("ItemCollectionMetrics", of(table, item));
        }
    }

    static boolean applies(Request request, Table table) {
        return request.text("ReturnItemCollectionMetrics", "NONE").equals("SIZE")
                && table.indexes().values().stream().anyMatch(index -> !index.global());
    }

    static Map<String, Object> of(Table table, Map<String, Value> item) {
        String name = table.keys().hash().get(0);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("ItemCollectionKey", Map.of(name, item.getOrDefault(name, new Value.Null())));
        metrics.put("SizeEstimateRangeGB", List.of(0.0, 1.0));
        return metrics;
    }
}
