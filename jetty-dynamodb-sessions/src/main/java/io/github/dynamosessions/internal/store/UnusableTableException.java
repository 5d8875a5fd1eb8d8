package io.github.dynamosessions.internal.store;

/**
 * A store cannot start, and waiting does not help. The message says all, in one line of at most 300 characters; there is no stack
 * trace, which whoever reports this for Jetty or Javalin would print.
 */
final class UnusableTableException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    UnusableTableException(String message) {
        super(message);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
