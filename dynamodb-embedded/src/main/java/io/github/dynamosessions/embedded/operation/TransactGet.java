package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads up to 100 items as they are at one moment. */
final class TransactGet implements Operation {

    private record Get(
            String table, Map<String, Value> key, @Nullable Projection projection) {}

    @Override
    public Map<String, Object> run(Request request, Database database) {
        List<Get> gets = new ArrayList<>();
        for (Request each : request.structures("TransactItems")) {
            Request get = each.structure("Get");
            gets.add(new Get(get.required("TableName"), get.item("Key"), Reads.projection(get)));
        }
        Set<List<Object>> targets = new HashSet<>();
        for (Get get : gets) {
            Keys.checkNotEmpty(get.key(), database.table(get.table()).keys());
            if (!targets.add(List.of(Database.name(get.table()), get.key()))) {
                throw ServiceError.validation("Transaction request cannot include multiple operations on one item");
            }
        }
        return read(gets, database, Capacity.transactional(request));
    }

    private static Map<String, Object> read(List<Get> gets, Database database, Capacity capacity) {
        Cancellation cancellation = new Cancellation();
        List<Object> responses = new ArrayList<>();
        long bytes = 0;
        for (Get get : gets) {
            try {
                Table table = database.table(get.table());
                Item item = Reads.item(table, get.key());
                capacity.read(table, item, true);
                bytes += item == null ? 0 : item.size();
                responses.add(
                        item == null ? Map.of() : Map.of("Item", Reads.project(item.attributes(), get.projection())));
                cancellation.none();
            } catch (ServiceError e) {
                cancellation.because(e);
            }
        }
        cancellation.throwIfCancelled(bytes);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Responses", responses);
        capacity.addAllTo(answer);
        return answer;
    }
}
