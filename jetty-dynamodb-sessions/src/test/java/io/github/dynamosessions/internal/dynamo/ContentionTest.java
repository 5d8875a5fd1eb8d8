package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

class ContentionTest {

    @Test
    void aWriteThatMeetsATransactionMaySucceedAMomentLater() {
        assertThat(Contention.isPassing(TransactionConflictException.builder().build()))
                .isTrue();
        assertThat(Contention.isPassing(
                        ConditionalCheckFailedException.builder().build()))
                .isFalse();
    }

    @Test
    void aTransactionThatIsThrottledMaySucceedAMomentLater() {
        assertThat(Contention.isPassing(cancelled("ThrottlingError", "None"))).isTrue();
        assertThat(Contention.isPassing(cancelled("None", "ProvisionedThroughputExceeded")))
                .isTrue();
    }

    @Test
    void aTransactionWhoseConditionFailedWouldFailAgain() {
        assertThat(Contention.isPassing(cancelled("ConditionalCheckFailed", "None")))
                .isFalse();
        assertThat(Contention.isPassing(cancelled("ConditionalCheckFailed", "ThrottlingError")))
                .isFalse();
        assertThat(Contention.isPassing(cancelled("TransactionConflict", "None")))
                .as("the session is read again first")
                .isFalse();
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Stream.of(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
