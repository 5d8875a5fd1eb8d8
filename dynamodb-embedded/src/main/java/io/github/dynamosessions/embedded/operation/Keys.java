package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Sizes;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules for key attributes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys">Partition
 *     and sort keys</a>
 */
final class Keys {

    private static final int LONGEST_HASH = 2048;
    private static final int LONGEST_RANGE = 1024;

    private Keys() {}

    /** A key parameter has exactly the key attributes, of their types. */
    static void checkKey(Map<String, Value> key, KeySchema keys, Map<String, String> types) {
        if (key.size() != keys.names().size()) {
            throw mismatch();
        }
        for (String name : keys.names()) {
            Value value = key.get(name);
            if (value == null || !value.type().equals(types.get(name))) {
                throw mismatch();
            }
        }
        checkLengths(key, keys);
    }

    static ServiceError mismatch() {
        return ServiceError.validation("The provided key element does not match the schema");
    }

    /** The key attributes that are there are not empty. */
    static void checkNotEmpty(Map<String, Value> item, KeySchema keys) {
        for (String name : keys.names()) {
            String empty = empty(item.get(name));
            if (empty != null) {
                throw ServiceError.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key "
                                + "attribute cannot contain an empty " + empty + " value. Key: " + name);
            }
        }
    }

    /** An item has the key attributes of its table, of their types. */
    static void checkItem(Map<String, Value> item, Table table) {
        Map<String, String> types = table.settings().types();
        for (String name : table.keys().names()) {
            Value value = item.get(name);
            if (value == null) {
                throw ServiceError.validation(INVALID + "Missing the key " + name + " in the item");
            }
            if (!value.type().equals(types.get(name))) {
                throw ServiceError.validation(INVALID + "Type mismatch for key " + name + " expected: "
                        + types.get(name) + " actual: " + value.type());
            }
        }
        checkLengths(item, table.keys());
    }

    /** Key attributes of indexes may be missing; those that are there have their types. */
    static void checkIndexTypes(Map<String, Value> item, Table table) {
        Map<String, String> types = table.settings().types();
        for (Index index : new TreeMap<>(table.indexes()).values()) {
            for (String name : index.keys().names()) {
                Value value = item.get(name);
                if (value != null && !value.type().equals(types.get(name))) {
                    throw ServiceError.validation(INVALID + "Type mismatch for Index Key " + name + " Expected: "
                            + types.get(name) + " Actual: " + value.type() + " IndexName: " + index.name());
                }
            }
            checkIndexLengths(item, index);
        }
    }

    /** Key attributes of indexes that are there are not empty. */
    static void checkIndexesNotEmpty(Map<String, Value> item, Table table) {
        for (Index index : new TreeMap<>(table.indexes()).values()) {
            for (String name : index.keys().names()) {
                String empty = empty(item.get(name));
                if (empty != null) {
                    throw ServiceError.validation("One or more parameter values are not valid. A value specified for a "
                            + "secondary index key is not supported. The AttributeValue for a key attribute cannot "
                            + "contain an empty " + empty + " value. IndexName: " + index.name() + ", IndexKey: "
                            + name);
                }
            }
        }
    }

    /** "string" or "binary" if a value is one and empty; null otherwise. */
    static @Nullable String empty(@Nullable Value value) {
        if (value instanceof Value.S string && string.text().isEmpty()) {
            return "string";
        }
        return value instanceof Value.B binary && binary.bytes().length == 0 ? "binary" : null;
    }

    private static void checkLengths(Map<String, Value> item, KeySchema keys) {
        for (String name : keys.hash()) {
            if (Sizes.of(item.getOrDefault(name, new Value.Null())) > LONGEST_HASH) {
                throw ServiceError.validation(
                        INVALID + "Size of hashkey has exceeded the maximum size limit of" + LONGEST_HASH + " bytes");
            }
        }
        for (String name : keys.range()) {
            if (Sizes.of(item.getOrDefault(name, new Value.Null())) > LONGEST_RANGE) {
                throw ServiceError.validation(INVALID
                        + "Aggregated size of all range keys has exceeded the size limit of " + LONGEST_RANGE
                        + " bytes");
            }
        }
    }

    private static void checkIndexLengths(Map<String, Value> item, Index index) {
        checkLengths(item, index.keys());
    }
}
