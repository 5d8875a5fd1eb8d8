package io.github.dynamosessions.embedded.request;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.util.List;
import java.util.Map;

/**
 * Parameters from before there were expressions. The engine does not have them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html">Legacy
 *     conditional parameters</a>
 */
final class LegacyParameters {

    private static final List<String> ALL = List.of(
            "AttributesToGet",
            "AttributeUpdates",
            "ConditionalOperator",
            "Expected",
            "KeyConditions",
            "QueryFilter",
            "ScanFilter");

    private LegacyParameters() {}

    /** Also of the parts of a batch. */
    static void refuse(String operation, Map<?, ?> request) {
        for (String name : ALL) {
            if (request.get(name) != null) {
                throw ServiceError.validation("dynamodb-embedded has no legacy parameter " + name + " of " + operation
                        + ". Use an expression, or the image amazon/dynamodb-local");
            }
        }
        if (operation.equals("BatchGetItem") && request.get("RequestItems") instanceof Map<?, ?> parts) {
            parts.values().stream()
                    .filter(Map.class::isInstance)
                    .forEach(part -> refuse(operation + " in RequestItems", (Map<?, ?>) part));
        }
    }
}
