package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Up to 100 writes and conditions, all or none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>
 */
final class TransactWrite implements Operation {

    private final IdempotencyTokens tokens = new IdempotencyTokens();

    @Override
    public Map<String, Object> run(Request request, Database database) {
        List<ItemWrite> writes = new ArrayList<>();
        for (Request each : request.structures("TransactItems")) {
            writes.add(write(each));
        }
        checkTogether(writes, database);
        String token = request.text("ClientRequestToken");
        if (token != null && tokens.isRepeated(token, request.fields(), database.now())) {
            return answer(request, writes, List.of(), database);
        }
        List<Change> changes = plan(writes, database);
        Map<String, Object> answer = answer(request, writes, changes, database);
        for (int i = 0; i < writes.size(); i++) {
            if (!(writes.get(i) instanceof CheckWrite)) {
                database.apply(writes.get(i).table(database), changes.get(i));
            }
        }
        if (token != null) {
            tokens.add(token, request.fields(), database.now());
        }
        return answer;
    }

    private static ItemWrite write(Request item) {
        long actions =
                item.fields().values().stream().filter(value -> value != null).count();
        if (actions != 1) {
            throw ServiceError.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (item.has("Put")) {
            return new PutWrite(item.structure("Put"));
        }
        if (item.has("Delete")) {
            return new DeleteWrite(item.structure("Delete"));
        }
        return item.has("Update")
                ? new UpdateWrite(item.structure("Update"))
                : new CheckWrite(item.structure("ConditionCheck"));
    }

    /** What is wrong with the request as a whole. */
    private static void checkTogether(List<ItemWrite> writes, Database database) {
        for (ItemWrite write : writes) {
            write.checkValues(write.table(database));
        }
        Set<List<Object>> targets = new HashSet<>();
        for (ItemWrite write : writes) {
            Table table = write.table(database);
            if (!targets.add(List.of(table.name(), table.keys().keyOf(write.source())))) {
                throw ServiceError.validation("Transaction request cannot include multiple operations on one item");
            }
        }
    }

    private static List<Change> plan(List<ItemWrite> writes, Database database) {
        Cancellation cancellation = new Cancellation();
        List<Change> changes = new ArrayList<>();
        long bytes = 0;
        for (ItemWrite write : writes) {
            try {
                Table table = write.table(database);
                write.checkKeys(table);
                Change change = write.plan(table);
                Item after = change.after();
                bytes += after == null || write instanceof CheckWrite ? 0 : after.size();
                changes.add(change);
                cancellation.none();
            } catch (ServiceError e) {
                cancellation.because(e);
            }
        }
        cancellation.throwIfCancelled(bytes);
        return changes;
    }

    /** Without changes, the transaction has happened before, and its items are only read. */
    private static Map<String, Object> answer(
            Request request, List<ItemWrite> writes, List<Change> changes, Database database) {
        Capacity capacity = Capacity.transactional(request);
        Map<String, List<Object>> metrics = new LinkedHashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            ItemWrite write = writes.get(i);
            Table table = write.table(database);
            if (changes.isEmpty()) {
                capacity.read(table, table.get(write.position(table)), true);
            } else {
                capacity.write(table, changes.get(i));
            }
            if (ItemCollections.applies(request, table)) {
                metrics.computeIfAbsent(table.name(), name -> new ArrayList<>())
                        .add(ItemCollections.of(table, write.source()));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!metrics.isEmpty()) {
            answer.put("ItemCollectionMetrics", metrics);
        }
        capacity.addAllTo(answer);
        return answer;
    }
}
