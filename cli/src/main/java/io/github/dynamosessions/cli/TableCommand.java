package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.SessionTable.Description;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table: made, looked at, checked, deleted. */
@Command(name = "table", description = "Creates, describes, checks or deletes the table.")
final class TableCommand {

    private final StoreFlags store;
    private final Terminal terminal;

    TableCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    @Command(
            description =
                    "Creates the table with its TTL and its expiry index, on demand unless capacity is set. A table"
                            + " that exists is left as it is.")
    int create(@Mixin Output output) {
        DynamoSessionOptions options = store.options();
        String name = options.tableName();
        try (SessionTable table = SessionTable.of(options)) {
            boolean created =
                    Progress.during("table '" + name + "' is being created", terminal, table::createIfMissing);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("table", name);
            result.put("created", created);
            output.print(terminal, result);
            return ExitCode.OK;
        }
    }

    @Command(description = "Shows the table as it is.")
    int describe(@Mixin Output output) {
        Description table = ExistingTable.describe(store.options(), terminal);
        boolean onDemand = table.readCapacityUnits() == 0;
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("table", table.tableName());
        facts.put("status", table.status());
        facts.put("hashKey", table.hashKey());
        facts.put("ttlKey", table.ttlKey().orElse(null));
        facts.put("expiryIndex", table.hasExpiryIndex());
        facts.put("onDemand", onDemand);
        facts.put("readCapacityUnits", onDemand ? null : table.readCapacityUnits());
        facts.put("writeCapacityUnits", onDemand ? null : table.writeCapacityUnits());
        facts.put("deletionProtection", table.hasDeletionProtection());
        facts.put("items", table.itemCount());
        facts.put("bytes", table.sizeBytes());
        output.print(terminal, facts);
        return ExitCode.OK;
    }

    @Command(
            description =
                    "Checks whether the table can store sessions, and prints each problem; exit code 1 if there is one.")
    int verify(@Mixin Output output) {
        DynamoSessionOptions options = store.options();
        String name = options.tableName();
        try (SessionTable table = SessionTable.of(options)) {
            List<String> problems = Progress.during("table '" + name + "' is being checked", terminal, table::verify);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("table", name);
            result.put("problems", problems);
            List<String> lines = problems.isEmpty() ? List.of("table '" + name + "' can store sessions") : problems;
            output.print(terminal, result, String.join(System.lineSeparator(), lines) + System.lineSeparator());
            return problems.isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
        }
    }

    @Command(description = "Deletes the table with all sessions in it. Asks for its name, unless --yes.")
    int delete(@Mixin Output output, @Mixin Confirmation confirmation) {
        DynamoSessionOptions options = store.options();
        Description table = ExistingTable.describe(options, terminal);
        if (table.hasDeletionProtection()) {
            throw new CommandEndedException(
                    ExitCode.REFUSED,
                    "table '" + table.tableName() + "' is protected against deletion; this turns it off: aws dynamodb"
                            + " update-table --table-name " + table.tableName()
                            + " --no-deletion-protection-enabled");
        }
        confirmation.demand(
                terminal,
                "This deletes table '" + table.tableName() + "' with all its items (" + table.itemCount()
                        + " at DynamoDB's last count). Type its name to continue:",
                Set.of(table.tableName()));
        try (DynamoDbClient client = options.clientBuilder().build()) {
            Progress.during("table '" + table.tableName() + "' is being deleted", terminal, () -> {
                client.deleteTable(request -> request.tableName(table.tableName()));
                return client.waiter()
                        .waitUntilTableNotExists(
                                request -> request.tableName(table.tableName()),
                                // the SDK's own waiter looks every 20 seconds
                                wait -> wait.backoffStrategyV2(
                                                BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(1)))
                                        .maxAttempts(300)
                                        .waitTimeout(Duration.ofMinutes(5)));
            });
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("table", table.tableName());
        result.put("deleted", true);
        output.print(terminal, result);
        return ExitCode.OK;
    }
}
