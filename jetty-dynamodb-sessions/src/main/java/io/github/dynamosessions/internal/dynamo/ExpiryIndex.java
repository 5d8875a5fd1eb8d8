package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Finds expired sessions without a scan, where the table has the index and the role may query it. */
final class ExpiryIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryIndex.class);

    private final MeasuredClient client;
    private final TableSettings table;
    private final AtomicBoolean absent = new AtomicBoolean();

    ExpiryIndex(MeasuredClient client, TableSettings table) {
        this.client = client;
        this.table = table;
    }

    Set<String> dueKeys(String keyPrefix, String keyStart, long limitMs) {
        Set<String> keys = new HashSet<>();
        try {
            for (String shard : ItemSchema.expiryShards(keyPrefix)) {
                addDueKeys(shard, keyStart, limitMs, keys);
            }
            if (absent.compareAndSet(true, false)) {
                LOG.info("{} is used with the index '{}' again", table.label(), ItemSchema.EXPIRY_INDEX);
            }
        } catch (DynamoDbException e) {
            if (!isNotForUs(e)) {
                throw e;
            }
            if (absent.compareAndSet(false, true)) {
                LOG.info(
                        "{} is used without the index '{}' ({}): expired sessions are removed by TTL alone, and their"
                                + " listeners are not notified",
                        table.label(),
                        ItemSchema.EXPIRY_INDEX,
                        CallFailure.code(e));
            }
        }
        return keys;
    }

    private void addDueKeys(String shard, String keyStart, long limitMs, Set<String> keys) {
        Map<String, AttributeValue> from = Map.of();
        do {
            Map<String, AttributeValue> after = from;
            QueryResponse page = client.query(request -> request.tableName(table.tableName())
                    .indexName(ItemSchema.EXPIRY_INDEX)
                    // expiryShard = 'shop-3' AND expiryBucket <= 1767225600000
                    .keyConditionExpression("#shard = :shard AND #bucket <= :limit")
                    // begins_with(sessionId, 'shop-/cart|0.0.0.0|')
                    .filterExpression("begins_with(#key, :start)")
                    .expressionAttributeNames(Map.of(
                            "#shard", ItemSchema.EXPIRY_SHARD,
                            "#bucket", ItemSchema.EXPIRY_BUCKET,
                            "#key", table.hashKey()))
                    .expressionAttributeValues(Map.of(
                            ":shard", AttributeValue.fromS(shard),
                            ":limit", AttributeValue.fromN(Long.toString(limitMs)),
                            ":start", AttributeValue.fromS(keyStart)))
                    .exclusiveStartKey(after.isEmpty() ? null : after));
            page.items().forEach(item -> keys.add(item.get(table.hashKey()).s()));
            from = page.lastEvaluatedKey();
        } while (!from.isEmpty());
    }

    /** DynamoDB answers a query of an index that is not there with a ValidationException that names the index. */
    private static boolean isNotForUs(DynamoDbException e) {
        String code = CallFailure.code(e);
        return "AccessDeniedException".equals(code)
                || "ValidationException".equals(code)
                        && String.valueOf(e.getMessage()).contains("index");
    }
}
