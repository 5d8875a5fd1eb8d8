package io.github.dynamosessions.embedded.fault;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Says which attempts a fault is for; the last call says what happens to them and adds the fault. */
public final class FaultBuilder {

    private final Faults faults;
    private final List<BiPredicate<String, Request>> conditions = new ArrayList<>();
    private double share = 1;
    private int times = Integer.MAX_VALUE;

    FaultBuilder(Faults faults, List<String> operations) {
        this.faults = faults;
        if (!operations.isEmpty()) {
            conditions.add((operation, request) -> operations.contains(operation));
        }
    }

    /** Only attempts with a key or item that has this string attribute, in batches and transactions too. */
    public FaultBuilder key(String attribute, String value) {
        conditions.add((operation, request) -> RequestKeys.contain(request.fields(), attribute, value));
        return this;
    }

    /** Only this share of the attempts, chosen at random by the seed of {@link Faults#seed}; between 0 and 1. */
    public FaultBuilder share(double ofAttempts) {
        if (!(ofAttempts >= 0 && ofAttempts <= 1)) {
            throw new IllegalArgumentException("share must be between 0 and 1, was " + ofAttempts);
        }
        share = ofAttempts;
        return this;
    }

    /** Only the first so many attempts; at least 1. */
    public FaultBuilder times(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("times must be at least 1, was " + attempts);
        }
        times = attempts;
        return this;
    }

    /** They are not executed and get {@code ProvisionedThroughputExceededException}. */
    public Fault throttle() {
        return refuse(
                "ProvisionedThroughputExceededException",
                "The level of configured provisioned throughput for the table was exceeded. "
                        + "Consider increasing your provisioning level with the UpdateTable API.");
    }

    /**
     * They are not executed and get an error.
     *
     * @param name such as {@code InternalServerError}, {@code ServiceUnavailable}, {@code ThrottlingException},
     *     {@code TransactionConflictException} or {@code ReplicatedWriteConflictException}
     */
    public Fault refuse(String name, String message) {
        return add((fault, attempt) -> {
            throw switch (name) {
                case "InternalServerError" -> ServiceError.server(500, name, message);
                case "ServiceUnavailable" -> ServiceError.server(503, name, message);
                case "ThrottlingException" -> ServiceError.throttled();
                case "ValidationException" -> ServiceError.validation(message);
                default -> ServiceError.of(name, message);
            };
        });
    }

    /** They wait on the calling thread, then they are executed; at once if the thread is interrupted. */
    public Fault delay(Duration before) {
        return add((fault, attempt) -> {
            try {
                Thread.sleep(before.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return attempt.execute();
        });
    }

    /** They are executed, but the client gets no answer. */
    public Fault loseAnswer() {
        return add((fault, attempt) -> {
            attempt.execute();
            return null;
        });
    }

    /** The client gets no answer; they are executed when the test calls {@link Fault#fire()}. */
    public Fault executeLate() {
        return add((fault, attempt) -> {
            fault.hold(attempt);
            return null;
        });
    }

    /** They are not executed, and the client gets no answer. */
    public Fault neverExecute() {
        return add((fault, attempt) -> null);
    }

    private Fault add(Fault.Effect effect) {
        BiPredicate<String, Request> all = (operation, request) ->
                conditions.stream().allMatch(condition -> condition.test(operation, request)) && faults.chance(share);
        return faults.add(new Fault(faults, all, times, effect));
    }
}
