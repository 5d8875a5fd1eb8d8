package io.github.dynamosessions.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where a command talks.
 *
 * @param out takes the result, and only that
 * @param err takes questions, progress, and the line about what went wrong
 * @param answers gives what a person types; null if there is no terminal
 */
record Terminal(PrintStream out, PrintStream err, @Nullable BufferedReader answers) {

    static Terminal ofThisProcess() {
        Console console = System.console();
        BufferedReader typed = console != null && isTerminal(console)
                ? new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
                : null;
        return new Terminal(System.out, System.err, typed);
    }

    /**
     * Asks a question.
     *
     * @return the answer; empty if the input ends
     * @throws CommandEndedException if there is no terminal
     */
    String ask(String question) {
        if (answers == null) {
            throw new CommandEndedException(
                    ExitCode.USAGE,
                    question + System.lineSeparator() + "Cannot ask for confirmation: not a terminal. Use --yes.");
        }
        err.print(question + " ");
        err.flush();
        try {
            String answer = answers.readLine();
            return answer == null ? "" : answer.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From Java 22 on there may be a console where there is no terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
