package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import org.jspecify.annotations.Nullable;

/**
 * The table as configured.
 *
 * @param tableName its name
 * @param hashKey the name of its hash key, a String
 * @param ttlKey the name of its TTL, a Number
 * @param ttlEnabled whether it should have one
 * @param readCapacityUnits provisioned capacity, or null for on demand
 * @param writeCapacityUnits goes with the read capacity
 */
public record TableSettings(
        String tableName,
        String hashKey,
        String ttlKey,
        boolean ttlEnabled,
        @Nullable Long readCapacityUnits,
        @Nullable Long writeCapacityUnits) {

    private static final int MAX_SHOWN = 48;

    /** The names of an item in this table. */
    public ItemSchema schema() {
        return new ItemSchema(hashKey, ttlKey);
    }

    /** The table for a log or error line: a name of up to 255 characters is shortened. */
    public String label() {
        return "table " + quoted(tableName);
    }

    /** The table and how it is reached, likewise. */
    public String labelAt(DynamoConnection connection) {
        return label() + " (" + CallFailure.shortened(connection.toString(), 90) + ")";
    }

    /** A name of a table, attribute or index for a log or error line. */
    public static String quoted(String name) {
        return "'" + CallFailure.shortened(name, MAX_SHOWN) + "'";
    }

    /** A log or error line of at most 300 characters. */
    public static String line(String text) {
        return CallFailure.line("", text, "");
    }

    /** The same table, with its TTL on another attribute. */
    public TableSettings withTtlKey(String otherTtlKey) {
        return new TableSettings(tableName, hashKey, otherTtlKey, ttlEnabled, readCapacityUnits, writeCapacityUnits);
    }
}
