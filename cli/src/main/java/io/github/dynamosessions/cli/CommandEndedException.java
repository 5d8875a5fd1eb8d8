package io.github.dynamosessions.cli;

/** Ends a command before it is done, with an exit code and one line that says why. */
final class CommandEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandEndedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
