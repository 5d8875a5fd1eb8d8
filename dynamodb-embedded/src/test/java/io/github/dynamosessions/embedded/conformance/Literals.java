package io.github.dynamosessions.embedded.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Lets expressions hold their values: {@code size(tags) > {2}} becomes {@code size(tags) > :v0}, and {@code :v0} is 2. The values
 * of all expressions of one request are collected here.
 */
final class Literals {

    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    @Nullable
    String in(@Nullable String expression) {
        if (expression == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = expression.indexOf('{'); open >= 0; open = expression.indexOf('{', at)) {
            Notation.Embedded literal = Notation.valueIn(expression, open + 1);
            String name = ":v" + values.size();
            values.put(name, Objects.requireNonNull(literal.value()));
            text.append(expression, at, open).append(name);
            at = literal.end() + 1;
        }
        return text.append(expression, at, expression.length()).toString();
    }

    /** Null, not empty, without values: an empty map is an error. */
    @Nullable
    Map<String, AttributeValue> values() {
        return values.isEmpty() ? null : values;
    }
}
