package io.github.dynamosessions.internal.dynamo;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * What DynamoDB says of calls that meet each other, and the SDK takes for final: a write to an item that a transaction is
 * changing at this moment, and a transaction that is throttled.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html">DynamoDB
 *     transactions, conflict handling</a>
 */
final class Contention {

    static final String CONFLICT = "TransactionConflict";

    private static final Set<String> THROTTLED = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

    private Contention() {}

    /** Whether the same call may succeed a moment later. */
    static boolean isPassing(Throwable failure) {
        return failure instanceof TransactionConflictException
                || failure instanceof TransactionCanceledException cancelled && isThrottled(cancelled);
    }

    /** Not if a condition failed too: it would again. */
    private static boolean isThrottled(TransactionCanceledException cancelled) {
        List<String> codes = cancelled.cancellationReasons().stream()
                .map(CancellationReason::code)
                .toList();
        return codes.stream().anyMatch(THROTTLED::contains) && !codes.contains("ConditionalCheckFailed");
    }
}
