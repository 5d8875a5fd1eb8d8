package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts and deletes up to 25 items, each by itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html">BatchWriteItem</a>
 */
final class BatchWrite implements Operation {

    private static final int MOST = 25;

    private record Write(Map<String, Value> item, boolean put) {}

    @Override
    public Map<String, Object> run(Request request, Database database) {
        Map<String, List<Write>> writes = writes(request);
        writes.forEach((name, each) -> check(database.table(name), each));
        Capacity capacity = Capacity.of(request);
        Map<String, Object> metrics = new LinkedHashMap<>();
        writes.forEach((name, each) -> {
            Table table = database.table(name);
            List<Object> ofTable = new ArrayList<>();
            for (Write write : each) {
                Position position = table.keys().position(write.item());
                Item after = write.put() ? Item.of(write.item()) : null;
                Change change = new Change(position, table.get(position), after);
                capacity.write(table, change);
                database.apply(table, change);
                if (ItemCollections.applies(request, table)) {
                    ofTable.add(ItemCollections.of(table, write.item()));
                }
            }
            if (!ofTable.isEmpty()) {
                metrics.put(name, ofTable);
            }
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("UnprocessedItems", Map.of());
        if (!metrics.isEmpty()) {
            answer.put("ItemCollectionMetrics", metrics);
        }
        capacity.addAllTo(answer);
        return answer;
    }

    private static Map<String, List<Write>> writes(Request request) {
        if (request.map("RequestItems").isEmpty()) {
            throw ServiceError.validation("The requestItems parameter is required for BatchWriteItem");
        }
        Map<String, List<Write>> writes = new LinkedHashMap<>();
        int total = 0;
        for (Map.Entry<?, ?> entry : request.map("RequestItems").entrySet()) {
            List<Write> ofTable = new ArrayList<>();
            for (Object each : (List<?>) entry.getValue()) {
                ofTable.add(write(new Request((Map<?, ?>) each)));
            }
            total += ofTable.size();
            if (total > MOST) {
                throw ServiceError.validation("Too many items requested for the BatchWriteItem call");
            }
            writes.put((String) entry.getKey(), ofTable);
        }
        return writes;
    }

    private static Write write(Request request) {
        boolean put = request.has("PutRequest");
        if (put == request.has("DeleteRequest")) {
            throw ServiceError.validation(
                    put
                            ? "Supplied WriteRequest has more than one operations set, must contain exactly one of the "
                                    + "supported operations"
                            : "Supplied WriteRequest is empty, must contain exactly one of the supported operations");
        }
        Map<String, Value> item = put
                ? request.structure("PutRequest").item("Item")
                : request.structure("DeleteRequest").item("Key");
        if (put) {
            PutWrite.checkSize(item);
        }
        return new Write(item, put);
    }

    private static void check(Table table, List<Write> writes) {
        Set<Position> positions = new HashSet<>();
        for (Write write : writes) {
            Keys.checkNotEmpty(write.item(), table.keys());
            if (write.put()) {
                Keys.checkKey(
                        table.keys().keyOf(write.item()),
                        table.keys(),
                        table.settings().types());
                Keys.checkIndexesNotEmpty(write.item(), table);
                Keys.checkIndexTypes(write.item(), table);
            } else {
                Keys.checkKey(write.item(), table.keys(), table.settings().types());
            }
            if (!positions.add(table.keys().position(write.item()))) {
                throw ServiceError.validation("Provided list of item keys contains duplicates");
            }
        }
    }
}
