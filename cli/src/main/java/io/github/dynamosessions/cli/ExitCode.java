package io.github.dynamosessions.cli;

/** How a command ended, for scripts; {@code docs/cli.md} promises these numbers. */
final class ExitCode {

    /** Done. */
    static final int OK = 0;

    /** Not as it should be: {@code verify} found mistakes, or there is no such table or session. */
    static final int PROBLEM = 1;

    /** Unknown flag, invalid value, conflicting options, or no terminal to ask for confirmation. */
    static final int USAGE = 2;

    /** DynamoDB could not be reached, or refused the call. */
    static final int FAILED = 3;

    /** Not done: the answer was no, or the table is protected against deletion. */
    static final int REFUSED = 4;

    private ExitCode() {}
}
