package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules for names, attribute definitions and key schemas of tables. */
final class TableDefinitions {

    static final String INVALID = "One or more parameter values were invalid: ";

    private TableDefinitions() {}

    /** A parameter that CreateTable checks itself. */
    static String required(Request request, String name) {
        String value = request.text(name);
        if (value == null) {
            throw ServiceError.validation(
                    "The parameter '" + name + "' is required but was not present in the request");
        }
        return value;
    }

    static void types(Request request, Map<String, String> types) {
        for (Request definition : request.structures("AttributeDefinitions")) {
            String name = definition.required("AttributeName");
            String type = definition.required("AttributeType");
            String other = types.put(name, type);
            if (other != null) {
                throw ServiceError.validation(INVALID + "Duplicate AttributeName in AttributeDefinitions: " + name);
            }
        }
    }

    static KeySchema keys(Request request, Map<String, String> types, String index) {
        List<String> hash = new ArrayList<>();
        List<String> range = new ArrayList<>();
        for (Request element : request.structures("KeySchema")) {
            boolean isHash = element.required("KeyType").equals("HASH");
            if (hash.isEmpty() && !isHash) {
                throw ServiceError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
            }
            (isHash ? hash : range).add(element.required("AttributeName"));
        }
        KeySchema keys = new KeySchema(List.copyOf(hash), List.copyOf(range));
        int most = index.isEmpty() ? 1 : 4;
        if (hash.size() > most || range.size() > most) {
            throw ServiceError.validation(
                    hash.size() > most && hash.size() == 2 && range.isEmpty()
                            ? "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"
                            : "1 validation error detected: Value '" + shown(request)
                                    + "' at 'keySchema' failed to satisfy constraint: "
                                    + "Member must have length less than or equal to 2");
        }
        if (new LinkedHashSet<>(keys.names()).size() < keys.names().size()) {
            throw ServiceError.validation("Invalid KeySchema: Some index key attribute have no definition");
        }
        checkTypesOf(keys, types);
        return keys;
    }

    private static String shown(Request request) {
        return request.structures("KeySchema").stream()
                .map(element -> "KeySchemaElement(attributeName=" + element.text("AttributeName") + ", keyType="
                        + element.text("KeyType") + ")")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static void checkTypesOf(KeySchema keys, Map<String, String> types) {
        List<String> missing =
                keys.names().stream().filter(name -> !types.containsKey(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        throw ServiceError.validation(INVALID
                + "Some index key attributes are not defined in AttributeDefinitions. Keys: ["
                + String.join(", ", missing) + "], AttributeDefinitions: [" + String.join(", ", types.keySet()) + "]");
    }

    static void checkThatAllTypesAreUsed(Table table) {
        Set<String> used = new TreeSet<>(table.keys().names());
        for (Index index : table.indexes().values()) {
            used.addAll(index.keys().names());
        }
        Map<String, String> types = table.settings().types();
        if (used.size() < types.size()) {
            throw ServiceError.validation(INVALID
                    + "Number of attributes in KeySchema does not exactly match number of attributes defined in "
                    + "AttributeDefinitions");
        }
    }
}
