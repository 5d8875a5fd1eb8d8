package io.github.dynamosessions.internal.request;

import org.eclipse.jetty.http.HttpException;

/**
 * The session of this request cannot be read, saved, ended or given a new ID now.
 *
 * <p>An {@code Error}, since Jetty turns every {@code Exception} of a session cache into "there is no session": it would log the
 * user out, and let the application overwrite the session. An {@code Error} passes, and Jetty answers it with the code of an
 * {@link HttpException} even where no {@code SessionUnavailableHandler} is.
 */
public final class SessionUnavailableError extends Error implements HttpException {

    private static final long serialVersionUID = 1;

    private final RequestFailure failure;

    /** Without a stack trace: the store has logged what went wrong. Printable, since applications log it. */
    public SessionUnavailableError(RequestFailure failure, Throwable cause) {
        super(
                failure.message() + " (" + String.valueOf(cause.getMessage()).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?")
                        + ")",
                null,
                false,
                false);
        this.failure = failure;
    }

    public RequestFailure failure() {
        return failure;
    }

    @Override
    public int getCode() {
        return failure.status();
    }

    @Override
    public String getReason() {
        return failure.message();
    }
}
