package io.github.dynamosessions.internal.item;

import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When a stored session ends.
 *
 * @param expiryMs epoch milliseconds; 0 for never
 */
public record Expiry(long expiryMs) {

    /** From an item, or the part of one. */
    public static Expiry of(Map<String, AttributeValue> item) {
        AttributeValue value = item.get(ItemSchema.EXPIRY);
        // A number that is not whole is none of ours; whatever it is, one bad item must not keep others from expiring.
        return new Expiry(value == null || value.n() == null ? 0 : new BigDecimal(value.n()).longValue());
    }

    /** Whether the session has ended. */
    public boolean hasPassed(long timeMs) {
        return expiryMs > 0 && expiryMs <= timeMs;
    }
}
