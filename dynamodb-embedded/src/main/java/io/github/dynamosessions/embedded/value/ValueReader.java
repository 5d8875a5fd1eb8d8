package io.github.dynamosessions.embedded.value;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes values of DynamoDB JSON whose shape was checked, and applies the rules that hold for each value alone. */
public final class ValueReader {

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
    private static final int DEEPEST = 32;

    private static final String INVALID = "One or more parameter values were invalid: ";

    private ValueReader() {}

    /** Reads an item or a key. */
    public static Map<String, Value> item(Map<?, ?> json) {
        return entries(json, 0);
    }

    /** Reads one value such as {@code {"S":"text"}}. */
    public static Value value(Map<?, ?> json) {
        return value(json, 1);
    }

    private static Map<String, Value> entries(Map<?, ?> json, int depth) {
        Map<String, Value> entries = new LinkedHashMap<>();
        json.forEach((name, value) -> entries.put((String) name, value((Map<?, ?>) value, depth + 1)));
        return Collections.unmodifiableMap(entries);
    }

    private static Value value(Map<?, ?> json, int depth) {
        if (depth > DEEPEST) {
            throw ServiceError.validation("Nesting Levels have exceeded supported limits: "
                    + "Attributes in the item have nested levels beyond supported limit");
        }
        String type = onlyType(json);
        Object content = json.get(type);
        return switch (type) {
            case "S" -> new Value.S((String) content);
            case "N" -> Numbers.parse((String) content);
            case "B" -> new Value.B(bytes((String) content));
            case "BOOL" -> new Value.Bool((Boolean) content);
            case "NULL" -> nothing((Boolean) content);
            case "M" -> new Value.M(entries((Map<?, ?>) content, depth));
            case "L" -> new Value.L(elements((List<?>) content, depth));
            case "SS" -> new Value.SS(set((List<?>) content, "An string set  may not be empty", Value.S::new));
            case "NS" -> new Value.NS(set((List<?>) content, "An number set  may not be empty", Numbers::parse));
            default ->
                new Value.BS(set(
                        (List<?>) content,
                        "Binary sets should not be empty",
                        text -> new Value.B(Base64.getDecoder().decode(text))));
        };
    }

    private static String onlyType(Map<?, ?> json) {
        String type = null;
        for (Map.Entry<?, ?> entry : json.entrySet()) {
            if (entry.getValue() != null) {
                if (type != null) {
                    throw ServiceError.validation("Supplied AttributeValue has more than one datatypes set, "
                            + "must contain exactly one of the supported datatypes");
                }
                type = (String) entry.getKey();
            }
        }
        if (type == null) {
            throw ServiceError.validation(
                    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        }
        return type;
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static Value nothing(boolean flag) {
        if (!flag) {
            throw ServiceError.validation(INVALID + "Null attribute value types must have the value of true");
        }
        return new Value.Null();
    }

    private static List<Value> elements(List<?> json, int depth) {
        List<Value> elements = new ArrayList<>(json.size());
        for (Object element : json) {
            elements.add(value((Map<?, ?>) element, depth + 1));
        }
        return Collections.unmodifiableList(elements);
    }

    private static <V extends Value> Set<V> set(@Nullable List<?> json, String empty, Function<String, V> element) {
        if (json == null || json.isEmpty()) {
            throw ServiceError.validation(INVALID + empty);
        }
        Set<V> elements = new LinkedHashSet<>();
        boolean duplicates = false;
        for (Object text : json) {
            duplicates |= !elements.add(element.apply((String) text));
        }
        if (duplicates) {
            throw ServiceError.validation(duplicates(json, elements.iterator().next()));
        }
        return Collections.unmodifiableSet(elements);
    }

    private static String duplicates(List<?> json, Value first) {
        if (first instanceof Value.N) {
            return "Input collection contains duplicates";
        }
        String shown = json.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return INVALID + "Input collection [" + shown + "]" + (first instanceof Value.B ? "of type BS" : "")
                + " contains duplicates.";
    }
}
