package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.value.Value;
import io.github.dynamosessions.embedded.value.ValueReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code ExpressionAttributeNames} and {@code ExpressionAttributeValues} of a request, and which of them its
 * expressions use.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html">Expression
 *     attribute names</a>
 */
public final class Placeholders {

    private static final String NAMES = "ExpressionAttributeNames";
    private static final String VALUES = "ExpressionAttributeValues";
    private static final Pattern NAME = Pattern.compile("#[a-zA-Z0-9_]+");
    private static final Pattern VALUE = Pattern.compile(":[a-zA-Z0-9_]+");

    private final Map<String, String> names;
    private final Map<String, Value> values;
    private final Set<String> used = new HashSet<>();

    private Placeholders(Map<String, String> names, Map<String, Value> values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @param namesOnly names of expressions that cannot use values
     * @param expressions names of expressions that can use both
     * @throws ServiceError if they are not valid, or if there is no expression that can use them
     */
    public static Placeholders of(Request request, Set<String> namesOnly, String... expressions) {
        boolean any = Arrays.stream(expressions).anyMatch(request::has);
        boolean anyWithNames = any || namesOnly.stream().anyMatch(request::has);
        if (request.has(NAMES) && !anyWithNames) {
            throw unusable(NAMES, expressions);
        }
        if (request.has(VALUES) && !any) {
            throw unusable(VALUES, expressions);
        }
        return new Placeholders(names(request), values(request));
    }

    private static ServiceError unusable(String parameter, String... expressions) {
        String missing = expressions.length == 0
                ? ""
                : ": " + String.join(" and ", expressions) + (expressions.length == 1 ? " is null" : " are null");
        return ServiceError.validation(parameter + " can only be specified when using expressions" + missing);
    }

    private static Map<String, String> names(Request request) {
        if (!request.has(NAMES)) {
            return Map.of();
        }
        Map<String, String> names = new LinkedHashMap<>();
        request.map(NAMES).forEach((key, name) -> {
            checkKey(NAMES, NAME, (String) key);
            names.put((String) key, (String) name);
        });
        if (names.isEmpty()) {
            throw ServiceError.validation(NAMES + " must not be empty");
        }
        return names;
    }

    private static Map<String, Value> values(Request request) {
        if (!request.has(VALUES)) {
            return Map.of();
        }
        Map<String, Value> values = new LinkedHashMap<>();
        request.map(VALUES).forEach((key, value) -> {
            checkKey(VALUES, VALUE, (String) key);
            values.put((String) key, value((String) key, (Map<?, ?>) value));
        });
        if (values.isEmpty()) {
            throw ServiceError.validation(VALUES + " must not be empty");
        }
        return values;
    }

    private static void checkKey(String parameter, Pattern pattern, String key) {
        if (!pattern.matcher(key).matches()) {
            throw ServiceError.validation(parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
        }
    }

    private static Value value(String key, @Nullable Map<?, ?> json) {
        try {
            return ValueReader.value(json == null ? Map.of() : json);
        } catch (ServiceError e) {
            throw ServiceError.validation(VALUES + " contains invalid value: " + e.getMessage() + " for key " + key);
        }
    }

    /** The attribute name of a {@code #name}, or null; it counts as used. */
    @Nullable
    String name(String placeholder) {
        used.add(placeholder);
        return names.get(placeholder);
    }

    /** The value of a {@code :value}, or null; it counts as used. */
    @Nullable
    Value value(String placeholder) {
        used.add(placeholder);
        return values.get(placeholder);
    }

    /**
     * Checks that the expressions use all of them. Call it when all are parsed.
     *
     * @throws ServiceError if one is not used
     */
    public void requireAllUsed() {
        requireUsed(NAMES, names.keySet());
        requireUsed(VALUES, values.keySet());
    }

    private void requireUsed(String parameter, Set<String> keys) {
        if (!used.containsAll(keys)) {
            String unused =
                    keys.stream().filter(key -> !used.contains(key)).collect(Collectors.joining(", ", "{", "}"));
            throw ServiceError.validation("Value provided in " + parameter + " unused in expressions: keys: " + unused);
        }
    }
}
