package io.github.dynamosessions.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The least-privilege IAM policy for the options. Makes no call. */
@Command(
        name = "policy",
        description = "Prints the least-privilege IAM policy for the options; with --key-prefix, for the items of one"
                + " application alone. Makes no call.")
final class PolicyCommand implements Runnable {

    private final StoreFlags store;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    private String account = "*";

    @Option(names = "--command-line", description = "The policy for this program instead of an application.")
    private boolean commandLine;

    PolicyCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    @Option(names = "--account", paramLabel = "ID", description = "The AWS account, 12 digits (any).")
    private void setAccount(String value) {
        if (!value.matches("[0-9]{12}")) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--account must be 12 digits, was '" + value + "'");
        }
        account = value;
    }

    @Option(
            names = "--auto-create-table",
            paramLabel = "true|false",
            description = "Whether the application creates its table (false).")
    private void setAutoCreateTable(String value) {
        store.set("--auto-create-table", "autoCreateTable", value);
    }

    @Option(
            names = "--expiry-events",
            paramLabel = "true|false",
            description = "Whether it searches for expired sessions, to notify their listeners (true).")
    private void setExpiryEvents(String value) {
        store.set("--expiry-events", "expiryEvents", value);
    }

    @Override
    public void run() {
        String arn = tableArn(store.options().tableName());
        String prefix = Objects.requireNonNullElse(store.keyPrefix(), "");
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put(
                "Statement", statements().stream().map(it -> it.on(arn, prefix)).toList());
        terminal.out().println(Json.pretty(policy));
    }

    private List<IamStatement> statements() {
        if (commandLine) {
            return List.of(IamStatement.ADMINISTER_TABLE, IamStatement.ADMINISTER_SESSIONS);
        }
        List<IamStatement> statements = new ArrayList<>(List.of(IamStatement.SERVE_SESSIONS));
        if (isOn("expiryEvents", "true")) {
            statements.add(IamStatement.FIND_EXPIRED_SESSIONS);
        }
        if (isOn("autoCreateTable", "false")) {
            statements.add(IamStatement.CREATE_AND_CHECK_TABLE);
        }
        return statements;
    }

    private boolean isOn(String option, String otherwise) {
        return Boolean.parseBoolean(store.text(option).orElse(otherwise));
    }

    private String tableArn(String table) {
        String region = store.text("region").orElse("*");
        String partition = region.equals("*")
                ? "aws"
                : PartitionMetadata.of(Region.of(region)).id();
        return "arn:" + partition + ":dynamodb:" + region + ":" + account + ":table/" + table;
    }
}
