package io.github.dynamosessions.internal.item;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as it is in the table: a session, or the tombstone of one that has ended.
 *
 * @param values the item, its partition key included
 */
public record StoredItem(Map<String, AttributeValue> values) {

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
        return !isLive() && token.equals(value(ItemSchema.ENDED).s());
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
            version();
            return true;
        } catch (ItemCodec.UnreadableItemException e) {
            return false;
        }
    }

    /** Fails if a number is missing by which writes are compared. */
    void checkVersions() {
        version();
        idVersion();
        baseVersion();
        map(ItemSchema.VERSIONS).forEach(StoredItem::number);
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
