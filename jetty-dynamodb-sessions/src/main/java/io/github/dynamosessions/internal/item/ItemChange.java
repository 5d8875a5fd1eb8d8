package io.github.dynamosessions.internal.item;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a stored session is to be changed by.
 *
 * @param metadata top-level values to set
 * @param absentMetadata top-level names to remove
 * @param attributes session attributes to set
 * @param removedAttributes names of session attributes to remove
 * @param parts what must be written before
 * @param timesHold on what condition the times in the metadata are to be written
 */
public record ItemChange(
        Map<String, AttributeValue> metadata,
        Set<String> absentMetadata,
        Map<String, AttributeValue> attributes,
        Set<String> removedAttributes,
        PartWrites parts,
        TimesHold timesHold) {

    /** When the times of a change are to be written: others may have written theirs meanwhile. */
    public enum TimesHold {
        /** Whatever is stored: the session may have to end sooner, since its idle timeout was shortened. */
        ANYWAY,
        /** Unless a later expiry is stored. */
        UNLESS_LATER,
        /** Unless a later expiry is stored, or another idle timeout, which somebody else has set. */
        UNLESS_LATER_OR_NEW_TIMEOUT;

        /** Whether the times of an item are to be written over those of the one that is stored. */
        boolean over(StoredItem stored, StoredItem item) {
            return this == ANYWAY
                    || this == UNLESS_LATER && stored.number(ItemSchema.EXPIRY) <= item.number(ItemSchema.EXPIRY);
        }
    }

    static final ItemChange NONE =
            new ItemChange(Map.of(), Set.of(), Map.of(), Set.of(), PartWrites.NONE, TimesHold.ANYWAY);

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
        return new ItemChange(writer, Set.of(), attributes, removedAttributes, PartWrites.NONE, TimesHold.ANYWAY);
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
            steps.add(new ItemChange(metadata, absentMetadata, set, remove, PartWrites.NONE, timesHold));
        }
        return steps;
    }
}
