package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as it is in the table: a session, or the tombstone of one that has ended.
 *
 * @param values the item, its partition key included
 */
public record StoredItem(Map<String, AttributeValue> values) {

    /** The end of the year 9999: no time of ours is later, and none of the sums of two overflows. */
    static final long MAX_MS = 253_402_300_799_999L;

    private static final long MAX_VERSION = 1L << 53;

    private static final long MAX_INACTIVE_MS = Integer.MAX_VALUE * 1_000L;

    public StoredItem {
        values = Map.copyOf(values);
    }

    /** The item that DynamoDB has given; null if it has given none. */
    public static @Nullable StoredItem of(Map<String, AttributeValue> values) {
        return values.isEmpty() ? null : new StoredItem(values);
    }

    /** Whether this is a session, and no tombstone. */
    public boolean isLive() {
        return !values.containsKey(ItemSchema.ENDED);
    }

    /** Whether this is the tombstone that was put with a token. */
    public boolean isTombstone(String token) {
        AttributeValue ended = values.get(ItemSchema.ENDED);
        return ended != null && token.equals(ended.s());
    }

    /** When the session ends. */
    public Expiry expiry() {
        return Expiry.of(values);
    }

    /** The hash of the secret that opens the session; null if none does. */
    public @Nullable SdkBytes verifier() {
        AttributeValue verifier = values.get(ItemSchema.VERIFIER);
        return verifier == null ? null : verifier.b();
    }

    /** What the last session ID rotation has made the public ID end with. */
    public String rotation() {
        AttributeValue rotation = values.get(ItemSchema.ROTATION);
        return rotation == null ? "" : Objects.requireNonNullElse(rotation.s(), "");
    }

    /** How often the item was written: each write raises it by one. */
    public long version() {
        return number(ItemSchema.VERSION);
    }

    /** The item's version when its verifier was last written, or a rotation was called off. */
    public long idVersion() {
        return number(ItemSchema.ID_VERSION);
    }

    /** The item's version when an attribute was last written; null if that was before {@link #baseVersion}. */
    public @Nullable Long version(String attribute) {
        AttributeValue version = map(ItemSchema.VERSIONS).get(attribute);
        return version == null ? null : number(attribute, version);
    }

    /** The version of each attribute that has none of its own; null while that is the creation of a first session. */
    public @Nullable Long baseVersion() {
        return values.containsKey(ItemSchema.BASE_VERSION) ? number(ItemSchema.BASE_VERSION) : null;
    }

    /** Whether the item has a version that can be compared. */
    public boolean hasVersion() {
        try {
            number(ItemSchema.VERSION, 0, MAX_VERSION);
            return true;
        } catch (ItemCodec.UnreadableItemException e) {
            return false;
        }
    }

    /**
     * Fails unless all that is asked of a session here has an answer.
     *
     * @throws ItemCodec.UnreadableItemException if anything is missing, of another type or out of range
     * @throws UnsupportedFormatException if it is of another format
     */
    void check() {
        requireKnownFormat();
        number(ItemSchema.FORMAT);
        for (String time : ItemSchema.TIMES) {
            number(time, 0, MAX_MS);
        }
        for (String time : Set.of(ItemSchema.COOKIE_SET, ItemSchema.AUTHENTICATED)) {
            if (values.containsKey(time)) {
                number(time, 0, MAX_MS);
            }
        }
        number(ItemSchema.MAX_INACTIVE, -MAX_INACTIVE_MS, MAX_INACTIVE_MS);
        number(ItemSchema.VERSION, 0, MAX_VERSION);
        number(ItemSchema.ID_VERSION, 0, MAX_VERSION);
        if (values.containsKey(ItemSchema.BASE_VERSION)) {
            number(ItemSchema.BASE_VERSION, 0, MAX_VERSION);
        }
        map(ItemSchema.VERSIONS).values().forEach(version -> number(ItemSchema.VERSIONS, version, 0, MAX_VERSION));
        text(ItemSchema.LAST_NODE);
        attributes().values().stream().filter(ChunkReference::is).forEach(ChunkReference::of);
    }

    /**
     * Fails if the item is of a format that this version does not know: all else in it may mean something else.
     *
     * @throws UnsupportedFormatException naming the format
     */
    public void requireKnownFormat() {
        long format;
        try {
            format = number(ItemSchema.FORMAT);
        } catch (ItemCodec.UnreadableItemException e) {
            return; // no version writes such a thing
        }
        if (format != ItemSchema.FORMAT_NUMBER) {
            throw new UnsupportedFormatException(
                    "the item is of format " + format + ", this version reads format " + ItemSchema.FORMAT_NUMBER);
        }
    }

    /** How many attributes have a version of their own. */
    int versions() {
        return map(ItemSchema.VERSIONS).size();
    }

    /** The session attributes in their stored form. */
    public Map<String, AttributeValue> attributes() {
        return map(ItemSchema.ATTRIBUTES);
    }

    /** This item after a change, as far as this node can tell: others may have written at the same time. */
    public StoredItem after(ItemChange change) {
        Map<String, AttributeValue> after = new HashMap<>(values);
        after.putAll(change.metadata());
        after.keySet().removeAll(change.absentMetadata());
        AttributeValue version = ItemMetadata.number(version() + 1);
        after.put(ItemSchema.VERSION, version);
        if (change.rotates()) {
            after.put(ItemSchema.ID_VERSION, version);
        }
        if (!change.writesAttributes()) {
            return new StoredItem(after);
        }
        Map<String, AttributeValue> attributes = new HashMap<>(attributes());
        attributes.putAll(change.attributes());
        attributes.keySet().removeAll(change.removedAttributes());
        after.put(ItemSchema.ATTRIBUTES, AttributeValue.fromM(attributes));
        Map<String, AttributeValue> versions = new HashMap<>();
        if (change.dropsVersions()) {
            after.put(ItemSchema.BASE_VERSION, version);
        } else {
            versions.putAll(map(ItemSchema.VERSIONS));
            change.attributeNames().forEach(name -> versions.put(name, version));
        }
        after.put(ItemSchema.VERSIONS, AttributeValue.fromM(versions));
        return new StoredItem(after);
    }

    /** This item with all its numbers above those of an item that was there before; 0 if there was none. */
    public StoredItem above(long version) {
        Map<String, AttributeValue> raised = new HashMap<>(values);
        AttributeValue next = ItemMetadata.number(version + 1);
        raised.put(ItemSchema.VERSION, next);
        raised.put(ItemSchema.ID_VERSION, next);
        if (version > 0) {
            raised.put(ItemSchema.BASE_VERSION, next);
        }
        return new StoredItem(raised);
    }

    Map<String, AttributeValue> map(String name) {
        AttributeValue map = value(name);
        if (!map.hasM()) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is no map", null);
        }
        return map.m();
    }

    AttributeValue value(String name) {
        AttributeValue value = values.get(name);
        if (value == null) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is missing", null);
        }
        return value;
    }

    String text(String name) {
        String text = value(name).s();
        if (text == null) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is no string", null);
        }
        return text;
    }

    long number(String name) {
        return number(name, value(name));
    }

    /** The same, where it may be missing. */
    long number(String name, long otherwise) {
        return values.containsKey(name) ? number(name) : otherwise;
    }

    /** A number in a range. */
    long number(String name, long min, long max) {
        return number(name, value(name), min, max);
    }

    private static long number(String name, AttributeValue value, long min, long max) {
        long number = number(name, value);
        if (number < min || number > max) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is out of range", null);
        }
        return number;
    }

    private static long number(String name, AttributeValue value) {
        if (value.n() == null) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is no number", null);
        }
        try {
            return Long.parseLong(value.n());
        } catch (NumberFormatException e) {
            throw new ItemCodec.UnreadableItemException("'" + name + "' is no whole number", e);
        }
    }
}
