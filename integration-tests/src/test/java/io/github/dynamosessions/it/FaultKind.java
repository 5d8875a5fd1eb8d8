package io.github.dynamosessions.it;

import java.util.function.Consumer;

/** The ways in which DynamoDB does not serve a call. */
enum FaultKind {
    THROTTLED(FaultScope::throttle),
    INTERNAL_ERROR(FaultScope::fail),
    UNAVAILABLE(FaultScope::unavailable),
    CUT_BEFORE_EXECUTION(FaultScope::cutBeforeExecution),
    CUT_AFTER_EXECUTION(FaultScope::cutAfterExecution),
    HANGING(FaultScope::hang),
    CREDENTIALS_REFUSED(FaultScope::refuseCredentials),
    TABLE_MISSING(FaultScope::missingTable);

    private final Consumer<FaultScope> fault;

    FaultKind(Consumer<FaultScope> fault) {
        this.fault = fault;
    }

    /** In force until it is healed. */
    void strike(FaultScope scope) {
        fault.accept(scope);
    }
}
