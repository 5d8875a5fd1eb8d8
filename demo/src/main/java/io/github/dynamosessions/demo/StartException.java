package io.github.dynamosessions.demo;

/** Why the demo does not start, in one line for the person who started it. */
final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartException(String line, Throwable cause) {
        super(line, cause);
    }
}
