package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.SessionTable.Description;

/** The table, for commands that need one. */
final class ExistingTable {

    private ExistingTable() {}

    /**
     * Looks at the table.
     *
     * @throws CommandEndedException if there is none
     */
    static Description describe(DynamoSessionOptions options, Terminal terminal) {
        String name = options.tableName();
        try (SessionTable table = SessionTable.of(options)) {
            return Progress.during("table '" + name + "' is being looked at", terminal, table::describe)
                    .orElseThrow(
                            () -> new CommandEndedException(ExitCode.PROBLEM, "table '" + name + "' does not exist"));
        }
    }
}
