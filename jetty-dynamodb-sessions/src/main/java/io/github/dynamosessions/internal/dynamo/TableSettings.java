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

    /** The names of an item in this table. */
    public ItemSchema schema() {
        return new ItemSchema(hashKey, ttlKey);
    }

    /** The same table, with its TTL on another attribute. */
    public TableSettings withTtlKey(String otherTtlKey) {
        return new TableSettings(tableName, hashKey, otherTtlKey, ttlEnabled, readCapacityUnits, writeCapacityUnits);
    }
}
