package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class CircuitBreakerTest {

    private static final RuntimeException TIMEOUT = ApiCallTimeoutException.create(3_000);
    private static final RuntimeException REFUSED = SdkClientException.create("Connection refused");
    private static final RuntimeException THROTTLED =
            DynamoDbException.builder().statusCode(400).message("slow down").build();

    private final String where = "table " + UUID.randomUUID();
    private final CapturedLogs logs = CapturedLogs.of(CircuitBreaker.class.getName());
    private final AtomicInteger outages = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private long nowNanos = Long.MAX_VALUE - 5_000_000_000L; // nanoTime may be anything, and may overflow
    private final CircuitBreaker circuit = new CircuitBreaker(where, outages::incrementAndGet, () -> nowNanos);

    @AfterEach
    void closeLogs() {
        logs.close();
    }

    @Test
    void aBurstWithoutAnAnswerOpensIt() {
        fail(TIMEOUT, CircuitBreaker.FAILURES);
        assertRejected();
        assertThat(outages).hasValue(1);
        assertThat(logs.with(where))
                .containsExactly("WARN Cannot reach " + where + ": " + CallFailure.reason(TIMEOUT)
                        + ". Requests that use a session get 503 at once until it answers.");
    }

    @Test
    void connectionsThatFailAndCallsThatAreCancelledOpenItToo() {
        fail(REFUSED, CircuitBreaker.FAILURES - 1);
        fail(new CancellationException(), 1);
        assertRejected();
    }

    @Test
    void oneFailureLessDoesNot() {
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        succeed();
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        succeed();
        assertThat(logs.with(where)).isEmpty();
    }

    @Test
    void failuresFarApartDoNot() {
        for (int i = 0; i < 5 * CircuitBreaker.FAILURES; i++) {
            fail(TIMEOUT, 1);
            pass(Duration.ofSeconds(3));
        }
        succeed();
    }

    @Test
    void errorsOfDynamoDbAreAnswersAndDoNot() {
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        fail(THROTTLED, 100);
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        succeed();
    }

    @Test
    void aConditionThatFailedIsASuccess() {
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        fail(ConditionalCheckFailedException.builder().build(), 1);
        assertThat(circuit.hasSucceededWithin(Duration.ofSeconds(1))).isTrue();
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        succeed();
    }

    @Test
    void callersWhoEndTheirCallsSayNothingOfDynamoDb() {
        fail(AbortedException.create("interrupted"), 100);
        fail(new IllegalStateException("Connection pool shut down"), 100);
        succeed();
    }

    @Test
    void afterASecondOneCallTriesAgainWhileTheOthersFail() {
        open();
        pass(Duration.ofMillis(999));
        assertRejected();
        pass(Duration.ofMillis(1));
        circuit.call("GetItem", () -> {
            assertRejected();
            return true;
        });
        succeed();
    }

    @Test
    void aTryWithoutAnAnswerKeepsItOpenForASecond() {
        open();
        pass(Duration.ofSeconds(1));
        fail(TIMEOUT, 1);
        assertRejected();
        pass(Duration.ofSeconds(1));
        succeed();
        succeed();
    }

    @Test
    void aTryThatItsCallerEndsIsFollowedByAnother() {
        open();
        pass(Duration.ofSeconds(1));
        fail(AbortedException.create("interrupted"), 1);
        assertRejected();
        pass(Duration.ofSeconds(1));
        succeed();
    }

    @Test
    void aTryThatEndsWithAnErrorOfTheVirtualMachineIsFollowedByAnother() {
        open();
        pass(Duration.ofSeconds(1));
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> circuit.call("GetItem", () -> {
                    throw new OutOfMemoryError();
                }));
        assertRejected();
        pass(Duration.ofSeconds(1));
        succeed();
    }

    @Test
    void anErrorOfDynamoDbClosesItAndTheOutageLastsUntilASuccess() {
        open();
        pass(Duration.ofSeconds(1));
        fail(THROTTLED, 1);
        fail(TIMEOUT, CircuitBreaker.FAILURES - 1);
        assertThat(logs.with("again")).isEmpty();
        succeed();
        assertThat(logs.with(where)).hasSize(2);
    }

    @Test
    void aLateSuccessOfACallThatWasSentBeforeClosesIt() {
        circuit.call("GetItem", () -> {
            open();
            return true;
        });
        succeed();
    }

    @Test
    void itsEndIsOneLineWithItsLengthAndItsNextBeginIsAnother() {
        open();
        for (int i = 0; i < 41; i++) {
            pass(Duration.ofSeconds(1));
            fail(TIMEOUT, 1);
        }
        pass(Duration.ofSeconds(1));
        succeed();
        open();
        assertThat(logs.with(where))
                .hasSize(3)
                .element(1)
                .isEqualTo("INFO " + where + " is reachable again after 42 s");
        assertThat(outages).hasValue(2);
    }

    @Test
    void anOutageAtTheStartEndsWithTheFirstSuccess() {
        circuit.beginOutage("Cannot read " + where);
        circuit.beginOutage("Cannot read " + where);
        pass(Duration.ofSeconds(7));
        succeed();
        assertThat(logs.with(where))
                .containsExactly("WARN Cannot read " + where, "INFO " + where + " is reachable again after 7 s");
        assertThat(outages).hasValue(1);
    }

    @Test
    void successesAreNewsForAWhile() {
        assertThat(circuit.hasSucceededWithin(Duration.ofSeconds(5))).isFalse();
        succeed();
        pass(Duration.ofSeconds(4));
        assertThat(circuit.hasSucceededWithin(Duration.ofSeconds(5))).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(circuit.hasSucceededWithin(Duration.ofSeconds(5))).isFalse();
    }

    private void open() {
        fail(TIMEOUT, CircuitBreaker.FAILURES);
        assertRejected();
    }

    private void fail(RuntimeException failure, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> circuit.call("GetItem", () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
    }

    private void succeed() {
        assertThat(circuit.call("GetItem", sent::incrementAndGet)).isEqualTo(sent.get());
    }

    private void assertRejected() {
        int before = sent.get();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> circuit.call("UpdateItem", sent::incrementAndGet))
                .withMessageMatching("UpdateItem was not sent: " + where + " has not answered for \\d+ s");
        assertThat(sent).hasValue(before);
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }
}
