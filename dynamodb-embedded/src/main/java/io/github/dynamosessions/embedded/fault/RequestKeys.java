package io.github.dynamosessions.embedded.fault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Searches the keys and items of a request. */
final class RequestKeys {

    private RequestKeys() {}

    static boolean contain(Map<?, ?> request, String attribute, String value) {
        Map<String, String> wanted = Map.of("S", value);
        return anywhere(request, attribute, wanted);
    }

    /** Values of expressions are no part of a key. */
    private static boolean anywhere(@Nullable Object json, String attribute, Map<String, String> wanted) {
        if (json instanceof Map<?, ?> fields) {
            if (wanted.equals(fields.get(attribute))) {
                return true;
            }
            return fields.entrySet().stream()
                    .filter(field -> !"ExpressionAttributeValues".equals(field.getKey()))
                    .anyMatch(field -> anywhere(field.getValue(), attribute, wanted));
        }
        if (json instanceof Iterable<?> elements) {
            for (Object element : elements) {
                if (anywhere(element, attribute, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }
}
