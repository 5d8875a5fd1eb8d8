package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import io.github.dynamosessions.embedded.value.ValueReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads up to 100 items or 16 MB.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">BatchGetItem</a>
 */
final class BatchGet implements Operation {

    private static final int MOST_KEYS = 100;
    private static final int LARGEST = 16 * 1024 * 1024;

    private record Part(
            String name,
            Request request,
            List<Map<String, Value>> keys,
            @Nullable Projection projection) {}

    @Override
    public Map<String, Object> run(Request request, Database database) {
        List<Part> parts = parts(request);
        for (Part part : parts) {
            Table table = database.table(part.name());
            part.keys().forEach(key -> Reads.item(table, key));
        }
        return read(parts, database, Capacity.of(request));
    }

    private static List<Part> parts(Request request) {
        if (request.map("RequestItems").isEmpty()) {
            throw ServiceError.validation("The requestItems parameter is required for BatchGetItem");
        }
        List<Part> parts = new ArrayList<>();
        int total = 0;
        for (Map.Entry<?, ?> entry : request.map("RequestItems").entrySet()) {
            Request part = new Request((Map<?, ?>) entry.getValue());
            List<Map<String, Value>> keys = new ArrayList<>();
            part.list("Keys").forEach(key -> keys.add(ValueReader.item((Map<?, ?>) key)));
            total += keys.size();
            if (total > MOST_KEYS) {
                throw ServiceError.validation("Too many items requested for the BatchGetItem call");
            }
            Set<Map<String, Value>> different = new HashSet<>(keys);
            if (different.size() < keys.size()) {
                throw ServiceError.validation("Provided list of item keys contains duplicates");
            }
            parts.add(new Part((String) entry.getKey(), part, keys, Reads.projection(part)));
        }
        return parts;
    }

    private static Map<String, Object> read(List<Part> parts, Database database, Capacity capacity) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Map<String, Object> unprocessed = new LinkedHashMap<>();
        long bytes = 0;
        for (Part part : parts) {
            Table table = database.table(part.name());
            List<Object> items = new ArrayList<>();
            List<Object> left = new ArrayList<>();
            for (Map<String, Value> key : part.keys()) {
                Item item = Reads.item(table, key);
                int size = item == null ? 0 : item.size();
                if (bytes + size > LARGEST) {
                    left.add(key);
                    continue;
                }
                bytes += size;
                capacity.read(table, item, part.request().flag("ConsistentRead"));
                if (item != null) {
                    items.add(Reads.project(item.attributes(), part.projection()));
                }
            }
            responses.put(part.name(), items);
            if (!left.isEmpty()) {
                Map<String, Object> rest = new LinkedHashMap<>();
                part.request().fields().forEach((name, value) -> rest.put((String) name, value));
                rest.put("Keys", left);
                unprocessed.put(part.name(), rest);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Responses", responses);
        answer.put("UnprocessedKeys", unprocessed);
        capacity.addAllTo(answer);
        return answer;
    }
}
