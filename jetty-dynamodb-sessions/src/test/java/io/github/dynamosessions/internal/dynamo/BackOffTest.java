package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import org.junit.jupiter.api.Test;

/** What fails between two attempts is answered like an attempt that failed: the request can be sent again. */
class BackOffTest {

    @Test
    void afterManyRetriesTheCallIsUnavailable() {
        BackOff.beforeRetry(20);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> BackOff.beforeRetry(21));
    }

    @Test
    void anInterruptMakesTheCallUnavailableAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> BackOff.beforeRetry(1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theFirstAttemptDoesNotWait() {
        Thread.currentThread().interrupt();
        BackOff.beforeRetry(0);
        assertThat(Thread.interrupted()).isTrue();
    }
}
