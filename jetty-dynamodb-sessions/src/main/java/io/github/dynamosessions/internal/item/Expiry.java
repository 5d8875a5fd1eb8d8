package io.github.dynamosessions.internal.item;

import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When a stored session ends, and where it stands in the expiry index.
 *
 * @param expiryMs epoch milliseconds; 0 for never
 * @param bucketMs epoch milliseconds; 0 if it is not in the index. A bucket after the expiry is the end of a lease: some
 *     node is ending the session
 */
public record Expiry(long expiryMs, long bucketMs) {

    /** From an item, or the part of one. */
    public static Expiry of(Map<String, AttributeValue> item) {
        return new Expiry(number(item, ItemSchema.EXPIRY), number(item, ItemSchema.EXPIRY_BUCKET));
    }

    /** Whether nobody may use the session any more. */
    public boolean hasPassed(long timeMs) {
        return expiryMs > 0 && expiryMs <= timeMs;
    }

    /** Whether some node is ending the session and still has time to do so. */
    public boolean isLeased(long timeMs) {
        return bucketMs > expiryMs && bucketMs > timeMs;
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        // A number that is not whole is none of ours; whatever it is, one bad item must not keep others from expiring.
        return value == null || value.n() == null ? 0 : new BigDecimal(value.n()).longValue();
    }
}
