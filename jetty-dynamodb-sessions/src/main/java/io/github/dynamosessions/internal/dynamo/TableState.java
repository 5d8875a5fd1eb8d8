package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table as it is.
 *
 * @param tableName its name
 * @param status DynamoDB's word for its state, {@code ACTIVE} when it can be used
 * @param keys its partition key, and its sort key if it has one
 * @param ttlKey the attribute its TTL is enabled on, null if TTL is off
 * @param indexes its indexes
 * @param tableClass DynamoDB's word for it; null for the standard one
 * @param replication the consistency of a global table, {@code STRONG} or {@code EVENTUAL}; null for another table
 * @param readCapacityUnits provisioned capacity, 0 on demand
 * @param writeCapacityUnits provisioned capacity, 0 on demand
 * @param deletionProtection whether DynamoDB refuses to delete it
 * @param itemCount items, as of DynamoDB's last count (every six hours or so)
 * @param sizeBytes bytes, as of the same count
 */
public record TableState(
        String tableName,
        String status,
        List<Key> keys,
        @Nullable String ttlKey,
        List<Index> indexes,
        @Nullable String tableClass,
        @Nullable String replication,
        long readCapacityUnits,
        long writeCapacityUnits,
        boolean deletionProtection,
        long itemCount,
        long sizeBytes) {

    /** The status of a table or an index that can be used. */
    public static final String ACTIVE = "ACTIVE";

    /**
     * A key attribute.
     *
     * @param name its name
     * @param type {@code S}, {@code N} or {@code B}
     * @param isSortKey whether it is the sort key
     */
    public record Key(String name, String type, boolean isSortKey) {

        @Override
        public String toString() {
            return TableSettings.quoted(name) + " (" + type + ")";
        }
    }

    /**
     * An index.
     *
     * @param name its name
     * @param status as of a table
     * @param keys as of a table
     * @param projection {@code KEYS_ONLY}, {@code INCLUDE} or {@code ALL}
     */
    public record Index(String name, String status, List<Key> keys, String projection) {}

    /** Its partition key. */
    public Key partitionKey() {
        return keys.stream().filter(key -> !key.isSortKey()).findFirst().orElseThrow();
    }

    /** Its sort key, which it must not have. */
    public Optional<Key> sortKey() {
        return keys.stream().filter(Key::isSortKey).findFirst();
    }

    /** The index by which expired sessions are found. */
    public Optional<Index> expiryIndex() {
        return indexes.stream()
                .filter(index -> index.name().equals(ItemSchema.EXPIRY_INDEX))
                .findFirst();
    }
}
