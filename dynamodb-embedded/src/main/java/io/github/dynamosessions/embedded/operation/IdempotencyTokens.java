package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The client tokens of the transactions of the last ten minutes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems">Idempotency</a>
 */
final class IdempotencyTokens {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private record Use(Object items, Instant at) {}

    private final Map<String, Use> uses = new HashMap<>();

    /**
     * Whether a transaction has happened before.
     *
     * @throws ServiceError if the token was used for another one
     */
    boolean isRepeated(String token, Map<?, ?> request, Instant now) {
        uses.values().removeIf(use -> use.at().plus(LIFE).isBefore(now));
        Use use = uses.get(token);
        if (use == null) {
            return false;
        }
        if (!use.items().equals(request.get("TransactItems"))) {
            throw ServiceError.of(
                    "IdempotentParameterMismatchException",
                    "The request uses the same client token as a "
                            + "previous, but non-identical request. Do not reuse a client token with different requests, "
                            + "unless the requests are identical.");
        }
        return true;
    }

    void add(String token, Map<?, ?> request, Instant now) {
        Object items = request.get("TransactItems");
        if (items != null) {
            uses.put(token, new Use(items, now));
        }
    }
}
