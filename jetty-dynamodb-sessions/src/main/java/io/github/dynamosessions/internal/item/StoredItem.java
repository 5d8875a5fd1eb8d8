package io.github.dynamosessions.internal.item;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as it lies in the table, or is about to.
 *
 * @param values the item, its hash key included
 * @param parts what must be written before it
 */
public record StoredItem(Map<String, AttributeValue> values, PartWrites parts) {

    public StoredItem {
        values = Map.copyOf(values);
    }

    /** An item as it is. */
    public StoredItem(Map<String, AttributeValue> values) {
        this(values, PartWrites.NONE);
    }

    /** When the session ends. */
    public Expiry expiry() {
        return Expiry.of(values);
    }

    /** The session attributes in their stored form. */
    public Map<String, AttributeValue> attributes() {
        return map(ItemSchema.ATTRIBUTES);
    }

    Map<String, AttributeValue> map(String name) {
        AttributeValue map = value(name);
        if (!map.hasM()) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is no map", null);
        }
        return map.m();
    }

    /** When this item was last written, in epoch milliseconds. */
    public long lastSavedMs() {
        return number(ItemSchema.LAST_SAVED);
    }

    /** How often a change of this item's key has been called off. */
    public long fence() {
        return values.containsKey(ItemSchema.FENCE) ? number(ItemSchema.FENCE) : 0;
    }

    /** This item, used and ending when the other one was used and ends: somebody else has written that meanwhile. */
    StoredItem withTimesOf(StoredItem other, String key, ItemSchema schema) {
        Map<String, AttributeValue> times = new HashMap<>(values);
        for (String name : schema.times()) {
            times.remove(name);
            if (other.values.containsKey(name)) {
                times.put(name, other.values.get(name));
            }
        }
        times.computeIfPresent(ItemSchema.EXPIRY_SHARD, (name, shard) -> AttributeValue.fromS(ExpiryBucket.shard(key)));
        return new StoredItem(times, parts);
    }

    /** This item before it holds any session attribute. */
    public StoredItem withoutAttributes() {
        Map<String, AttributeValue> empty = new HashMap<>(values);
        empty.put(ItemSchema.ATTRIBUTES, AttributeValue.fromM(Map.of()));
        return new StoredItem(empty);
    }

    AttributeValue value(String name) {
        AttributeValue value = values.get(name);
        if (value == null) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is missing", null);
        }
        return value;
    }

    String text(String name) {
        String text = value(name).s();
        if (text == null) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is no string", null);
        }
        return text;
    }

    long number(String name) {
        String digits = value(name).n();
        if (digits == null) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is no number", null);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ItemCodec.UndecodableItemException("'" + name + "' is no whole number", e);
        }
    }
}
