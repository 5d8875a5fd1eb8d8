package io.github.dynamosessions.embedded.request;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The violated constraints of one request. The service reports up to ten of them in one message. */
final class Violations {

    private static final int MOST = 10;

    private final List<String> texts = new ArrayList<>();

    void add(@Nullable Object value, String path, String constraint) {
        String shown = value == null ? "null" : "'" + value + "'";
        texts.add("Value " + shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    /** As the service reports some parameters: without their value, and with their names as they are in the request. */
    void addWithoutValue(String path, String constraint) {
        int last = path.lastIndexOf('.') + 1;
        String capitalized =
                path.substring(0, last) + Character.toUpperCase(path.charAt(last)) + path.substring(last + 1);
        texts.add("Value at '" + Character.toUpperCase(capitalized.charAt(0)) + capitalized.substring(1)
                + "' failed to satisfy constraint: " + constraint);
    }

    boolean any() {
        return !texts.isEmpty();
    }

    void length(Object value, int length, String path, int shortest, int longest) {
        if (length < shortest) {
            add(value, path, "Member must have length greater than or equal to " + shortest);
        } else if (length > longest) {
            add(value, path, "Member must have length less than or equal to " + longest);
        }
    }

    void throwIfAny() {
        if (!texts.isEmpty()) {
            List<String> first = texts.subList(0, Math.min(MOST, texts.size()));
            throw ServiceError.validation(first.size() + " validation error" + (first.size() == 1 ? "" : "s")
                    + " detected: " + String.join("; ", first));
        }
    }
}
