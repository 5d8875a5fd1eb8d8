package io.github.dynamosessions.internal.dynamo;

/**
 * Why a table cannot be read.
 *
 * @param kind what is to be expected
 * @param reason in one line of at most 160 characters
 */
public record Obstacle(Kind kind, String reason) {

    /** What is to be expected. */
    public enum Kind {
        /** DynamoDB does not answer, or is overloaded: this heals. */
        AWAY,
        /** No AWS credentials are found: they may come later. */
        WITHOUT_CREDENTIALS,
        /** DynamoDB refuses the call, for want of a right for instance. */
        REFUSED,
        /** There is no such table, or it is being created. */
        MISSING,
        /** The table has another key. */
        MISMATCH
    }

    static Obstacle of(RuntimeException failure) {
        return new Obstacle(kind(failure), CallFailure.reason(failure));
    }

    private static Kind kind(RuntimeException failure) {
        if (CallFailure.isWithoutCredentials(failure)) {
            return Kind.WITHOUT_CREDENTIALS;
        }
        if (DynamoGateway.isAway(failure)) {
            return Kind.AWAY;
        }
        return switch (CallFailure.code(failure)) {
            case "ResourceNotFoundException" -> Kind.MISSING;
            case "ValidationException" -> Kind.MISMATCH;
            default -> Kind.REFUSED;
        };
    }

    /** Whether DynamoDB was not reached, or did not serve the call: it may do so later. */
    public boolean isAway() {
        return kind == Kind.AWAY || kind == Kind.WITHOUT_CREDENTIALS;
    }
}
