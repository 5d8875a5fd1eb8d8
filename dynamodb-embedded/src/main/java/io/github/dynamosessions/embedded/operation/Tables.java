package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeTable, DeleteTable and ListTables. */
final class Tables {

    private static final int PAGE = 100;

    private Tables() {}

    static Map<String, Object> describe(Request request, Database database) {
        return Map.of("Table", TableDescription.of(existing(request, database), database, "ACTIVE"));
    }

    static Map<String, Object> delete(Request request, Database database) {
        Table table = existing(request, database);
        if (table.settings().deletionProtection()) {
            throw ServiceError.validation("Resource cannot be deleted as it is currently protected against deletion. "
                    + "Disable deletion protection first.");
        }
        database.tables().remove(table.name());
        return Map.of("TableDescription", TableDescription.of(table, database, "DELETING"));
    }

    static Map<String, Object> list(Request request, Database database) {
        Long limit = request.number("Limit");
        String start = request.text("ExclusiveStartTableName", "");
        int most = limit == null ? PAGE : limit.intValue();
        List<String> names = database.tables().tailMap(start, false).keySet().stream()
                .limit(most)
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("TableNames", names);
        if (names.size() == most && database.tables().higherKey(names.get(most - 1)) != null) {
            answer.put("LastEvaluatedTableName", names.get(most - 1));
        }
        return answer;
    }

    /** The table that a control operation names. */
    static Table existing(Request request, Database database) {
        String nameOrArn = request.required("TableName");
        Table table = database.find(nameOrArn);
        if (table == null) {
            throw ServiceError.of(
                    "ResourceNotFoundException",
                    "Requested resource not found: Table: " + Database.name(nameOrArn) + " not found");
        }
        return table;
    }
}
