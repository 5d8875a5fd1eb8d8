package io.github.dynamosessions.internal.item;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a node knows of the stored session: as it was when it was read or last written here.
 *
 * @param key the key under which it is stored
 * @param attributes the stored form of every attribute
 * @param accessedMs the stored access time
 * @param expiryMs the stored expiry
 * @param maxInactiveMs the stored idle timeout
 * @param lastSavedMs when it was written
 * @param fence how often a change of its key has been called off
 */
record StoredState(
        String key,
        Map<String, AttributeValue> attributes,
        long accessedMs,
        long expiryMs,
        long maxInactiveMs,
        long lastSavedMs,
        long fence) {

    static StoredState of(StoredItem item, ItemSchema schema) {
        return new StoredState(
                item.text(schema.hashKey()),
                item.attributes(),
                item.number(ItemSchema.ACCESSED),
                item.number(ItemSchema.EXPIRY),
                item.number(ItemSchema.MAX_INACTIVE),
                item.number(ItemSchema.LAST_SAVED),
                item.fence());
    }

    /** @param savedMs when that was written */
    StoredState after(ItemChange change, long savedMs) {
        Map<String, AttributeValue> changed = attributes;
        if (!change.attributes().isEmpty() || !change.removedAttributes().isEmpty()) {
            changed = merged(attributes, change.attributes(), change.removedAttributes());
        }
        Map<String, AttributeValue> metadata = change.metadata();
        return new StoredState(
                key,
                changed,
                number(metadata, ItemSchema.ACCESSED, accessedMs),
                number(metadata, ItemSchema.EXPIRY, expiryMs),
                number(metadata, ItemSchema.MAX_INACTIVE, maxInactiveMs),
                savedMs,
                fence);
    }

    /** With another stored form of one attribute; null if it is gone. */
    StoredState with(String name, @Nullable AttributeValue form) {
        Map<String, AttributeValue> changed = form == null
                ? merged(attributes, Map.of(), Set.of(name))
                : merged(attributes, Map.of(name, form), Set.of());
        return new StoredState(key, changed, accessedMs, expiryMs, maxInactiveMs, lastSavedMs, fence);
    }

    static Map<String, AttributeValue> merged(
            Map<String, AttributeValue> stored, Map<String, AttributeValue> changed, Set<String> removed) {
        Map<String, AttributeValue> merged = new HashMap<>(stored);
        merged.putAll(changed);
        merged.keySet().removeAll(removed);
        return merged;
    }

    private static long number(Map<String, AttributeValue> metadata, String name, long otherwise) {
        AttributeValue value = metadata.get(name);
        return value == null ? otherwise : Long.parseLong(value.n());
    }
}
