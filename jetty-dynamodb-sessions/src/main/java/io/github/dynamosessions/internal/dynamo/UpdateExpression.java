package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One update of an item, and its condition. Every name and value is a placeholder, since attribute names are the application's
 * and may be anything, reserved words included. Names and values that are equal share a placeholder.
 */
final class UpdateExpression {

    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<AttributeValue, String> values = new HashMap<>();

    /**
     * A change of a session that others may change at the same time: the numbers of what it writes are compared and raised.
     *
     * @param aliveAtMs the session must not have expired by then, in epoch milliseconds. A tombstone has no expiry
     */
    static UpdateExpression of(ItemChange change, long aliveAtMs) {
        UpdateExpression update = new UpdateExpression();
        // (expiry = 0 OR expiry > 1767225600000)
        String expiry = update.name(ItemSchema.EXPIRY);
        update.where("(" + expiry + " = " + update.value(0) + " OR " + expiry + " > " + update.value(aliveAtMs) + ")");
        change.metadata().forEach((name, value) -> update.set(update.name(name), update.value(value)));
        change.absentMetadata().forEach(name -> update.remove(update.name(name)));
        update.raise(ItemSchema.VERSION);
        if (change.rotates()) {
            // SET idVersion = version + 1 … idVersion = 7
            update.raise(ItemSchema.ID_VERSION);
            update.whereIs(ItemSchema.ID_VERSION, change.known().idVersion());
        }
        if (change.changesTimeout()) {
            // version = 12
            update.whereIs(ItemSchema.VERSION, change.known().version());
        } else if (change.writesTimes()) {
            // expiry <= 1767227400000 AND maxInactive = 1800000
            if (change.expires()) {
                update.where(update.name(ItemSchema.EXPIRY) + " <= "
                        + update.value(change.metadata().get(ItemSchema.EXPIRY)));
            }
            update.where(update.name(ItemSchema.MAX_INACTIVE) + " = "
                    + update.value(change.metadata().get(ItemSchema.MAX_INACTIVE)));
        }
        if (change.writesAttributes()) {
            update.writeAttributes(change);
        }
        return update;
    }

    private void writeAttributes(ItemChange change) {
        String attributes = name(ItemSchema.ATTRIBUTES) + ".";
        String versions = name(ItemSchema.VERSIONS);
        boolean based = false;
        for (String attribute : change.attributeNames()) {
            String name = name(attribute);
            @Nullable AttributeValue value = change.attributes().get(attribute);
            if (value == null) {
                remove(attributes + name);
            } else {
                set(attributes + name, value(value));
            }
            @Nullable Long version = change.known().version(attribute);
            if (!change.rotates()) { // of a rotation, the idVersion is enough
                // versions.cart = 11, or attribute_not_exists(versions.cart)
                whereSeen(versions + "." + name, version);
                based |= version == null;
            }
            if (!change.dropsVersions()) {
                // SET versions.cart = version + 1
                set(versions + "." + name, next());
            }
        }
        if (based) {
            // baseVersion = 7, or attribute_not_exists(baseVersion)
            whereSeen(name(ItemSchema.BASE_VERSION), change.known().baseVersion());
        }
        if (change.dropsVersions()) {
            // SET versions = {}, baseVersion = version + 1
            set(versions, value(AttributeValue.fromM(Map.of())));
            raise(ItemSchema.BASE_VERSION);
        }
    }

    void set(String path, String value) {
        sets.add(path + " = " + value);
    }

    void remove(String path) {
        removes.add(path);
    }

    /** Sets a number of the item to its next version. */
    void raise(String name) {
        set(name(name), next());
    }

    private String next() {
        return name(ItemSchema.VERSION) + " + " + value(1);
    }

    void where(String condition) {
        conditions.add(condition);
    }

    void whereIs(String name, long value) {
        where(name(name) + " = " + value(value));
    }

    /** A number is what it was when the item was read; null if there was none. */
    private void whereSeen(String path, @Nullable Long version) {
        where(version == null ? "attribute_not_exists(" + path + ")" : path + " = " + value(version));
    }

    String text() {
        String set = "SET " + String.join(", ", sets);
        return removes.isEmpty() ? set : set + " REMOVE " + String.join(", ", removes);
    }

    String condition() {
        return String.join(" AND ", conditions);
    }

    /** A placeholder for a name. */
    String name(String name) {
        return names.computeIfAbsent(name, added -> "#" + names.size());
    }

    /** A placeholder for a value. */
    String value(AttributeValue value) {
        return values.computeIfAbsent(value, added -> ":" + values.size());
    }

    /** A placeholder for a number. */
    String value(long number) {
        return value(AttributeValue.fromN(Long.toString(number)));
    }

    Map<String, String> names() {
        Map<String, String> byPlaceholder = new HashMap<>();
        names.forEach((name, placeholder) -> byPlaceholder.put(placeholder, name));
        return byPlaceholder;
    }

    Map<String, AttributeValue> values() {
        Map<String, AttributeValue> byPlaceholder = new HashMap<>();
        values.forEach((value, placeholder) -> byPlaceholder.put(placeholder, value));
        return byPlaceholder;
    }
}
