package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.NotSentException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls fail at once while DynamoDB does not answer, so that they do not hold the threads of requests: it opens after a
 * burst of calls without an answer and without a success between them. A second later, one call tries again while all others
 * still fail; an answer closes it. An answer that is an error, a throttle for instance, is an answer. Thread safe.
 *
 * <p>An outage, from its first line in the log to the next success, is logged once at its begin and once at its end.
 */
final class CircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    /** More than one request makes by itself, and than a client sends one after the other while each call times out. */
    static final int FAILURES = 10;

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String where;
    private final Runnable onOutage;
    private final LongSupplier nanoClock;

    /** No failure since the last success, and no outage: then a success has nothing to change. */
    private volatile boolean calm = true;

    private volatile boolean open;
    private volatile long successNanos;
    private volatile boolean everSucceeded;

    private int failures;
    private long firstFailureNanos;
    private boolean trying;
    private long nextTryNanos;
    private boolean outage;
    private long outageNanos;

    /**
     * A closed one.
     *
     * @param where the table and how it is reached, for the log
     * @param onOutage called when an outage begins
     * @param nanoClock as {@link System#nanoTime}
     */
    CircuitBreaker(String where, Runnable onOutage, LongSupplier nanoClock) {
        this.where = where;
        this.onOutage = onOutage;
        this.nanoClock = nanoClock;
    }

    /**
     * Makes a call, unless the circuit is open.
     *
     * @throws NotSentException at once, if it is open
     */
    <T> T call(String operation, Supplier<T> call) {
        boolean isTry = open && enter(operation);
        boolean settled = false;
        try {
            T result = call.get();
            succeeded();
            settled = true;
            return result;
        } catch (RuntimeException e) {
            failed(e, isTry);
            settled = true;
            throw e;
        } finally {
            if (!settled && isTry) {
                tryAgainLater();
            }
        }
    }

    /** Whether a call has succeeded within this time. */
    boolean hasSucceededWithin(Duration time) {
        return everSucceeded && nanoClock.getAsLong() - successNanos < time.toNanos();
    }

    /** Logs that an outage begins, unless there is one. It ends with the next success. */
    synchronized void beginOutage(String line) {
        if (!outage) {
            calm = false;
            outage = true;
            outageNanos = failures > 0 ? firstFailureNanos : nanoClock.getAsLong();
            LOG.warn(line);
            onOutage.run();
        }
    }

    /** Whether this call is the one that tries again. */
    private synchronized boolean enter(String operation) {
        if (!open) {
            return false;
        }
        long now = nanoClock.getAsLong();
        if (trying || now - nextTryNanos < 0) {
            throw new NotSentException(CallFailure.line(
                    operation + " was not sent: ", where, " has not answered for " + seconds(now - outageNanos)));
        }
        trying = true;
        return true;
    }

    private void succeeded() {
        successNanos = nanoClock.getAsLong();
        everSucceeded = true;
        if (!calm) {
            recovered();
        }
    }

    private synchronized void recovered() {
        close();
        calm = true;
        if (outage) {
            outage = false;
            LOG.info("{} is reachable again after {}", where, seconds(nanoClock.getAsLong() - outageNanos));
        }
    }

    private void close() {
        open = false;
        trying = false;
        failures = 0;
    }

    private void failed(RuntimeException failure, boolean isTry) {
        if (CallFailure.isConflict(failure)) {
            succeeded();
        } else if (CallFailure.isEndedByCaller(failure)) {
            if (isTry) {
                tryAgainLater();
            }
        } else if (CallFailure.isAnswered(failure)) {
            answered();
        } else {
            unanswered(failure, isTry);
        }
    }

    private synchronized void answered() {
        close();
    }

    private synchronized void tryAgainLater() {
        trying = false;
        nextTryNanos = nanoClock.getAsLong() + PAUSE_NANOS;
    }

    private synchronized void unanswered(RuntimeException failure, boolean isTry) {
        if (open) {
            if (isTry) {
                tryAgainLater();
            }
            return;
        }
        long now = nanoClock.getAsLong();
        if (failures == 0 || now - firstFailureNanos > WINDOW_NANOS) {
            failures = 0;
            firstFailureNanos = now;
        }
        calm = false;
        failures++;
        if (failures >= FAILURES) {
            open = true;
            nextTryNanos = now + PAUSE_NANOS;
            beginOutage(CallFailure.line(
                    "Cannot reach " + where + ": ",
                    CallFailure.reason(failure),
                    ". Requests that use a session get 503 at once until it answers."));
        }
    }

    private static String seconds(long nanos) {
        return Math.max(1, Math.round(nanos / 1e9)) + " s";
    }
}
