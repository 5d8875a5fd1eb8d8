package io.github.dynamosessions.internal.item;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a stored session is to be changed by.
 *
 * @param metadata top-level values to set
 * @param absentMetadata top-level names to remove
 * @param attributes session attributes to set
 * @param removedAttributes names of session attributes to remove
 * @param parts what must be written before
 * @param assumedMaxInactiveMs the times in the metadata hold only if this is the stored idle timeout, in milliseconds, and
 *     no later expiry is stored; null if they hold anyway
 */
public record ItemChange(
        Map<String, AttributeValue> metadata,
        Set<String> absentMetadata,
        Map<String, AttributeValue> attributes,
        Set<String> removedAttributes,
        PartWrites parts,
        @Nullable Long assumedMaxInactiveMs) {

    static final ItemChange NONE = new ItemChange(Map.of(), Set.of(), Map.of(), Set.of(), PartWrites.NONE, null);

    /**
     * DynamoDB takes 4 KB of text and 300 operators in one expression. An attribute takes one operator and, at most, 20
     * characters.
     */
    private static final int MAX_ATTRIBUTES_AT_ONCE = 150;

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return metadata.isEmpty() && attributes.isEmpty() && removedAttributes.isEmpty();
    }

    /** When this change was made, in epoch milliseconds. */
    public long lastSavedMs() {
        return Long.parseLong(metadata.get(ItemSchema.LAST_SAVED).n());
    }

    /** The same, but for when the session was used and when it ends. */
    public ItemChange withoutTimes() {
        if (attributes.isEmpty() && removedAttributes.isEmpty()) {
            return NONE;
        }
        Map<String, AttributeValue> writer = new HashMap<>(metadata);
        writer.keySet().retainAll(List.of(ItemSchema.LAST_SAVED, ItemSchema.LAST_NODE));
        return new ItemChange(writer, Set.of(), attributes, removedAttributes, PartWrites.NONE, null);
    }

    /** This change, in steps that fit one expression each; nearly always one. */
    public List<ItemChange> steps() {
        if (attributes.size() + removedAttributes.size() <= MAX_ATTRIBUTES_AT_ONCE) {
            return List.of(this);
        }
        Deque<String> names = new ArrayDeque<>(attributes.keySet());
        names.addAll(removedAttributes);
        List<ItemChange> steps = new ArrayList<>();
        while (!names.isEmpty()) {
            Map<String, AttributeValue> set = new HashMap<>();
            Set<String> remove = new HashSet<>();
            while (!names.isEmpty() && set.size() + remove.size() < MAX_ATTRIBUTES_AT_ONCE) {
                String name = names.remove();
                if (attributes.containsKey(name)) {
                    set.put(name, attributes.get(name));
                } else {
                    remove.add(name);
                }
            }
            steps.add(new ItemChange(metadata, absentMetadata, set, remove, PartWrites.NONE, assumedMaxInactiveMs));
        }
        return steps;
    }
}
