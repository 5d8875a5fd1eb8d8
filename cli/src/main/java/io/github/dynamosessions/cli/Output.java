package io.github.dynamosessions.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag {@code --json}: a result is one JSON object on one line, or a table for people, of the same facts. */
final class Output {

    @Option(names = "--json", description = "Print one JSON object, for scripts.")
    private boolean json;

    void print(Terminal terminal, Map<String, ? extends @Nullable Object> facts) {
        print(terminal, facts, TextTable.of(facts).toString());
    }

    /** @param text the same, for people */
    void print(Terminal terminal, Map<String, ? extends @Nullable Object> facts, String text) {
        if (json) {
            terminal.out().println(Json.line(facts));
        } else {
            terminal.out().print(text);
        }
        terminal.out().flush();
    }
}
