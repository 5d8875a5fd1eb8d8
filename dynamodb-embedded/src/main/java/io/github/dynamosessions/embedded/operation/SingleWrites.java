package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.expression.Update;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PutItem, DeleteItem and UpdateItem. */
final class SingleWrites {

    private static final String NONE = "NONE";
    private static final String ALL_OLD = "ALL_OLD";

    private SingleWrites() {}

    static Map<String, Object> put(Request request, Database database) {
        requireAllOldOrNone(request);
        return run(request, new PutWrite(request), database);
    }

    static Map<String, Object> delete(Request request, Database database) {
        requireAllOldOrNone(request);
        return run(request, new DeleteWrite(request), database);
    }

    static Map<String, Object> update(Request request, Database database) {
        return run(request, new UpdateWrite(request), database);
    }

    private static void requireAllOldOrNone(Request request) {
        String values = request.text("ReturnValues", NONE);
        if (!values.equals(NONE) && !values.equals(ALL_OLD)) {
            throw ServiceError.validation("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    private static Map<String, Object> run(Request request, ItemWrite write, Database database) {
        Table table = write.table(database);
        write.checkValues(table);
        write.checkKeys(table);
        Change change = write.plan(table);
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, Value> returned = returned(request.text("ReturnValues", NONE), change, write);
        if (returned != null) {
            answer.put("Attributes", returned);
        }
        Capacity capacity = Capacity.of(request);
        capacity.write(table, change);
        capacity.addTo(answer);
        ItemCollections.addTo(answer, request, table, write.source());
        database.apply(table, change);
        return answer;
    }

    /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues */
    private static @Nullable Map<String, Value> returned(String values, Change change, ItemWrite write) {
        Item item = values.endsWith("OLD") ? change.before() : change.after();
        if (values.equals(NONE) || item == null) {
            return null;
        }
        if (values.startsWith("ALL")) {
            return item.attributes();
        }
        Update update = write instanceof UpdateWrite updating ? updating.update() : null;
        Projection changed = update == null ? null : update.changed();
        Map<String, Value> parts = changed == null ? Map.of() : changed.of(item.attributes());
        return parts.isEmpty() ? null : parts;
    }
}
