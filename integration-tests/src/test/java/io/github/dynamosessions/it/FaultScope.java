package io.github.dynamosessions.it;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Which calls a fault strikes, and then which fault: {@code proxy.on("PutItem").times(2).throttle()}. The fault is in
 * force when its method returns. Of several that fit a call the latest strikes.
 */
final class FaultScope {

    private static final int EVERY_CALL = 0;

    private final Faults faults;
    private final Predicate<ProxiedCall> strikes;
    private final int calls;

    private FaultScope(Faults faults, Predicate<ProxiedCall> strikes, int calls) {
        this.faults = faults;
        this.strikes = strikes;
        this.calls = calls;
    }

    static FaultScope of(Faults faults, Predicate<String> operations) {
        return new FaultScope(faults, call -> operations.test(call.operation()), EVERY_CALL);
    }

    static FaultScope ofCalls(Faults faults, Predicate<ProxiedCall> calls) {
        return new FaultScope(faults, calls, EVERY_CALL);
    }

    /** Only the next calls, at least one. */
    FaultScope times(int nextCalls) {
        if (nextCalls < 1) {
            throw new IllegalArgumentException("times must be at least 1, was " + nextCalls);
        }
        return new FaultScope(faults, strikes, nextCalls);
    }

    /** Only calls whose JSON contains this text. */
    FaultScope containing(String text) {
        return new FaultScope(faults, strikes.and(call -> call.body().contains(text)), calls);
    }

    /** 400 TransactionConflictException. */
    Fault conflict() {
        return answer(DynamoDbError.TRANSACTION_CONFLICT);
    }

    /** 400 ProvisionedThroughputExceededException. */
    Fault throttle() {
        return answer(DynamoDbError.THROTTLED);
    }

    /** 500 InternalServerError. */
    Fault fail() {
        return answer(DynamoDbError.INTERNAL_ERROR);
    }

    /** 503 ServiceUnavailable. */
    Fault unavailable() {
        return answer(DynamoDbError.UNAVAILABLE);
    }

    /** 400 UnrecognizedClientException. */
    Fault refuseCredentials() {
        return answer(DynamoDbError.UNKNOWN_CREDENTIALS);
    }

    /** 400 AccessDeniedException. */
    Fault denyAccess() {
        return answer(DynamoDbError.ACCESS_DENIED);
    }

    /** 400 ResourceNotFoundException. */
    Fault missingTable() {
        return answer(DynamoDbError.NO_SUCH_TABLE);
    }

    /** Executes calls when the fault is healed, also if the client gave up by then. */
    Fault delay() {
        return set(CallUnderWay::executeAfter);
    }

    /** The same after a time, healed or not. */
    Fault delay(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not be negative, was " + time);
        }
        return set((call, lifted) -> call.executeAfter(call.delay(time)));
    }

    /**
     * Neither executes nor answers calls until the fault is healed; then executes those whose client still waits.
     * What hangs for two minutes is cut.
     */
    Fault hang() {
        return set((call, lifted) -> call.executeOnce(lifted));
    }

    /** Executes calls, and answers 500 InternalServerError all the same. */
    Fault failAfterExecution() {
        return set((call, lifted) -> call.executeAndAnswer(DynamoDbError.INTERNAL_ERROR));
    }

    /** Closes the connection without executing the call. */
    Fault cutBeforeExecution() {
        return set((call, lifted) -> call.cut());
    }

    /** Executes the call and closes the connection without an answer. */
    Fault cutAfterExecution() {
        return set((call, lifted) -> call.executeAndCut());
    }

    /** Closes the connection at once, and executes the call when the fault is healed. */
    Fault cutBeforeLateExecution() {
        return set(CallUnderWay::cutAndExecuteAfter);
    }

    /** The same after a time, healed or not. */
    Fault cutBeforeLateExecution(Duration time) {
        return set((call, lifted) -> call.cutAndExecuteAfter(call.delay(time)));
    }

    /** Answers 500 InternalServerError at once, and executes the call when the fault is healed. */
    Fault failBeforeLateExecution() {
        return set((call, lifted) -> call.answerAndExecuteAfter(DynamoDbError.INTERNAL_ERROR, lifted));
    }

    /** Reads find nothing, as an eventually consistent one may shortly after a write. */
    Fault findNothing() {
        return set((call, lifted) -> call.answerNothing());
    }

    private Fault answer(DynamoDbError error) {
        return set((call, lifted) -> call.answer(error));
    }

    private Fault set(Fault.Effect effect) {
        Fault fault = calls == EVERY_CALL
                ? Fault.ofEveryCall(strikes, effect, faults::remove)
                : Fault.ofNextCalls(calls, strikes, effect, faults::remove);
        faults.add(fault);
        return fault;
    }
}
