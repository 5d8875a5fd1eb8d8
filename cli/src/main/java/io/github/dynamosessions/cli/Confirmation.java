package io.github.dynamosessions.cli;

import java.util.Set;
import picocli.CommandLine.Option;

/** The flag {@code --yes}, and what is asked without it. */
final class Confirmation {

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /**
     * Asks, and goes on if the answer is one of these.
     *
     * @throws CommandEndedException if it is another, or there is no terminal
     */
    void demand(Terminal terminal, String question, Set<String> agreement) {
        if (!yes && !agreement.contains(terminal.ask(question))) {
            throw new CommandEndedException(ExitCode.REFUSED, "not done");
        }
    }
}
