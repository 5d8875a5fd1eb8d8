package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a transaction is cancelled: a reason for each of its actions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html">CancellationReason</a>
 */
final class Cancellation {

    private static final long LARGEST = 4L * 1024 * 1024;

    private final List<Map<String, Object>> reasons = new ArrayList<>();
    private boolean cancelled;

    /** An action that would succeed. */
    void none() {
        reasons.add(Map.of("Code", "None"));
    }

    /** An action that fails. */
    void because(ServiceError error) {
        cancelled = true;
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("Code", code(error.name()));
        reason.put("Message", String.valueOf(error.getMessage()));
        reason.putAll(error.details());
        reasons.add(reason);
    }

    private static String code(String error) {
        return switch (error) {
            case "ValidationException" -> "ValidationError";
            case "ConditionalCheckFailedException" -> "ConditionalCheckFailed";
            default -> error.replace("Exception", "");
        };
    }

    /**
     * Throws if an action fails, or else if the transaction is too large.
     *
     * @param bytes the size of its items
     */
    void throwIfCancelled(long bytes) {
        if (!cancelled && bytes > LARGEST) {
            throw ServiceError.validation("Collective size of items in the transaction cannot exceed 4MB");
        }
        if (cancelled) {
            String codes = reasons.stream()
                    .map(reason -> String.valueOf(reason.get("Code")))
                    .collect(Collectors.joining(", ", "[", "]"));
            throw ServiceError.of(
                            "TransactionCanceledException",
                            "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes)
                    .with("CancellationReasons", reasons);
        }
    }
}
