package io.github.dynamosessions.embedded.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Assertions about errors. */
final class Refusals {

    private Refusals() {}

    static void assertInvalid(ThrowingCallable call, String message) {
        assertRefused(call, "ValidationException", message);
    }

    static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThat(refusal(call, code)).isEqualTo(message);
    }

    /** The message of the refusal. */
    static String refusal(ThrowingCallable call, String code) {
        DynamoDbException refusal = catchThrowableOfType(DynamoDbException.class, call);
        assertThat(refusal).as("refusal with " + code).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode())
                .as(refusal.awsErrorDetails().errorMessage())
                .isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(400);
        return refusal.awsErrorDetails().errorMessage();
    }
}
