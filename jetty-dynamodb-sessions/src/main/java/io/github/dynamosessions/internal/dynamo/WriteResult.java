package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.Expiry;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.PartReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What became of a conditional write.
 *
 * @param outcome what happened
 * @param movedTo the key that the session has now, null unless it has moved
 * @param previousSaveMs when the session had been written before, in epoch milliseconds; 0 if that is not known
 * @param savedMs when it was written, as the item says, in epoch milliseconds; 0 if it was not, or is gone
 * @param replaced what referred to parts and was written over or deleted
 */
public record WriteResult(
        Outcome outcome, @Nullable String movedTo, long previousSaveMs, long savedMs, List<PartReference> replaced) {

    /** What happened. */
    public enum Outcome {
        /** It was written. */
        DONE,
        /** There is no such session any more: it was ended, or has expired. */
        GONE,
        /** A rotation gave the session a new key. */
        MOVED,
        /** The session is there, but not as the write assumed it to be. */
        CHANGED,
        /** The session is there, and has been written by somebody later than this write was made. */
        OVERTAKEN
    }

    /** Written, over what is not known. */
    public static final WriteResult DONE = new WriteResult(Outcome.DONE, null, 0, 0, List.of());

    static final WriteResult GONE = new WriteResult(Outcome.GONE, null, 0, 0, List.of());
    static final WriteResult CHANGED = new WriteResult(Outcome.CHANGED, null, 0, 0, List.of());

    /** After the whole item was deleted. */
    static WriteResult deleted(Map<String, AttributeValue> item) {
        return done(item, 0, name -> true);
    }

    /**
     * After a change.
     *
     * @param oldValues what DynamoDB says was written over. Of a map it may give every entry
     * @param savedMs when the item now says that it was written
     */
    static WriteResult updated(Map<String, AttributeValue> oldValues, ItemChange change, long savedMs) {
        return done(
                oldValues,
                savedMs,
                name -> change.attributes().containsKey(name)
                        || change.removedAttributes().contains(name));
    }

    private static WriteResult done(
            Map<String, AttributeValue> oldValues, long savedMs, Predicate<String> isWrittenOver) {
        AttributeValue attributes = oldValues.get(ItemSchema.ATTRIBUTES);
        List<AttributeValue> writtenOver = new ArrayList<>();
        if (attributes != null && attributes.hasM()) {
            attributes.m().forEach((name, value) -> {
                if (isWrittenOver.test(name)) {
                    writtenOver.add(value);
                }
            });
        }
        return new WriteResult(Outcome.DONE, null, lastSavedMs(oldValues), savedMs, PartReference.in(writtenOver));
    }

    private static long lastSavedMs(Map<String, AttributeValue> item) {
        AttributeValue saved = item.get(ItemSchema.LAST_SAVED);
        return saved == null ? 0 : Long.parseLong(saved.n());
    }

    /** This step of a change, after another one. */
    WriteResult after(WriteResult before) {
        List<PartReference> all = new ArrayList<>(before.replaced);
        all.addAll(replaced);
        boolean first = before.previousSaveMs == 0 || outcome == Outcome.OVERTAKEN; // by what is there now
        long firstMs = first ? previousSaveMs : before.previousSaveMs;
        return new WriteResult(outcome, movedTo, firstMs, Math.max(savedMs, before.savedMs), all);
    }

    /**
     * Why a condition failed.
     *
     * @param item what DynamoDB says is there
     * @param aliveAtMs the session must not have expired by then
     */
    static WriteResult refusedBy(Map<String, AttributeValue> item, long aliveAtMs) {
        return refusedBy(item, aliveAtMs, Long.MAX_VALUE);
    }

    /**
     * The same, for a write that stands back behind later ones.
     *
     * @param latestSaveMs the session must not have been written later than this
     */
    static WriteResult refusedBy(Map<String, AttributeValue> item, long aliveAtMs, long latestSaveMs) {
        if (item.isEmpty()) {
            return GONE;
        }
        AttributeValue movedTo = item.get(ItemSchema.MOVED_TO);
        if (movedTo != null) {
            return movedTo.s().isEmpty() ? GONE : new WriteResult(Outcome.MOVED, movedTo.s(), 0, 0, List.of());
        }
        long expiryMs = Expiry.of(item).expiryMs();
        if (expiryMs != 0 && expiryMs <= aliveAtMs) {
            return GONE;
        }
        long storedMs = lastSavedMs(item);
        return storedMs > latestSaveMs ? new WriteResult(Outcome.OVERTAKEN, null, storedMs, 0, List.of()) : CHANGED;
    }

    /** {@return whether this is what happened} */
    public boolean is(Outcome expected) {
        return outcome == expected;
    }
}
