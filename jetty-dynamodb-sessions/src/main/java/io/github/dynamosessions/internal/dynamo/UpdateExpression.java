package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One change of a session as a DynamoDB update expression. Every name and value is a placeholder, since attribute names
 * are the application's and may be anything, reserved words included.
 */
final class UpdateExpression {

    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    /**
     * {@code SET #0 = :0, #m.#1 = :1 REMOVE #2, #m.#3} where {@code #m} is {@code attributes}, the map that holds the
     * session's attributes.
     */
    static UpdateExpression of(ItemChange change) {
        UpdateExpression update = new UpdateExpression();
        change.metadata().forEach((name, value) -> update.set(update.name(name), value));
        change.absentMetadata().forEach(name -> update.removes.add(update.name(name)));
        if (!change.attributes().isEmpty() || !change.removedAttributes().isEmpty()) {
            update.names.put("#m", ItemSchema.ATTRIBUTES);
            change.attributes().forEach((name, value) -> update.set("#m." + update.name(name), value));
            change.removedAttributes().forEach(name -> update.removes.add("#m." + update.name(name)));
        }
        return update;
    }

    String text() {
        String set = sets.isEmpty() ? "" : "SET " + String.join(", ", sets);
        String remove = removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes);
        return set + remove;
    }

    /** A placeholder for a name. */
    String name(String name) {
        String placeholder = "#" + names.size();
        names.put(placeholder, name);
        return placeholder;
    }

    /** A placeholder for a value. */
    String value(AttributeValue value) {
        String placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    /** A placeholder for a number. */
    String value(long number) {
        return value(AttributeValue.fromN(Long.toString(number)));
    }

    Map<String, String> names() {
        return names;
    }

    Map<String, AttributeValue> values() {
        return values;
    }

    private void set(String path, AttributeValue value) {
        sets.add(path + " = " + value(value));
    }
}
