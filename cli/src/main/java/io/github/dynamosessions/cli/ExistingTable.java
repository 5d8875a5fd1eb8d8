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
                    .orElseThrow(() -> new CommandEndedException(
                            ExitCode.PROBLEM, "table '" + name + "' does not exist; `table create` creates it"));
        }
    }

    /**
     * Looks at a table whose sessions are to be read.
     *
     * @throws CommandEndedException if there is none, or it has another partition key
     */
    static Description withSessions(DynamoSessionOptions options, Terminal terminal) {
        Description table = describe(options, terminal);
        if (!table.hashKey().equals(options.hashKey())) {
            throw new CommandEndedException(
                    ExitCode.PROBLEM,
                    "table '" + table.tableName() + "' has the partition key '" + table.hashKey()
                            + "', but hashKey is '" + options.hashKey() + "'");
        }
        return table;
    }
}
