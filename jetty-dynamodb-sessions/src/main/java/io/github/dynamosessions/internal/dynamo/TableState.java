package io.github.dynamosessions.internal.dynamo;

import org.jspecify.annotations.Nullable;

/**
 * The table as it is.
 *
 * @param tableName its name
 * @param status DynamoDB's word for its state, {@code ACTIVE} when it can be used
 * @param hashKey the name of its hash key
 * @param hashKeyType {@code S}, {@code N} or {@code B}
 * @param rangeKey the name of its range key, null if it has none
 * @param ttlKey the attribute its TTL is enabled on, null if TTL is off
 * @param expiryIndex whether it has the expiry index
 * @param readCapacityUnits provisioned capacity, 0 on demand
 * @param writeCapacityUnits provisioned capacity, 0 on demand
 * @param deletionProtection whether DynamoDB refuses to delete it
 * @param itemCount items, as of DynamoDB's last count (every six hours or so)
 * @param sizeBytes bytes, as of the same count
 */
public record TableState(
        String tableName,
        String status,
        String hashKey,
        String hashKeyType,
        @Nullable String rangeKey,
        @Nullable String ttlKey,
        boolean expiryIndex,
        long readCapacityUnits,
        long writeCapacityUnits,
        boolean deletionProtection,
        long itemCount,
        long sizeBytes) {}
