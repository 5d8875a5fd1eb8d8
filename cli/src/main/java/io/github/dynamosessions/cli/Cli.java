package io.github.dynamosessions.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** From arguments to an exit code. Each failure is one line on standard error, without a stack trace. */
final class Cli {

    private static final String NAME = "jetty-dynamodb-sessions-cli";

    private final Map<String, String> environment;
    private final Terminal terminal;

    Cli(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    int run(String... arguments) {
        StoreFlags store = new StoreFlags(environment);
        String version = Optional.ofNullable(Cli.class.getPackage().getImplementationVersion())
                .orElse("unknown version");
        CommandLine commandLine = new CommandLine(new Root(store))
                .addSubcommand(new TableCommand(store, terminal))
                .addSubcommand(new PolicyCommand(store, terminal))
                .addSubcommand(new TemplateCommand(store, terminal))
                .addSubcommand(new SessionCommand(store, terminal))
                .addSubcommand(new CommandLine(new SessionsCommand())
                        .addSubcommand(new SessionsCountCommand(store, terminal))
                        .addSubcommand(new SessionsListCommand(store, terminal)));
        commandLine.getCommandSpec().version(NAME + " " + version);
        commandLine
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(terminal.out(), true))
                .setParameterExceptionHandler((e, args) -> complain(e))
                .setExecutionExceptionHandler((e, command, parsed) -> complain(e));
        // The ID of a session may begin with a hyphen.
        commandLine.getSubcommands().get("session").setUnmatchedOptionsArePositionalParams(true);
        return commandLine.execute(arguments);
    }

    private int complain(Exception e) {
        if (e instanceof ParameterException parameter) {
            terminal.err().println(e.getMessage().lines().findFirst().orElse("") + suggestion(parameter));
            terminal.err()
                    .println("See: "
                            + parameter.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        }
        if (e instanceof CommandEndedException ended) {
            terminal.err().println(e.getMessage());
            return ended.exitCode();
        }
        if (e instanceof IllegalStateException) { // of the library: there is no region
            terminal.err().println(e.getMessage() + ". The flag is --region");
            return ExitCode.FAILED;
        }
        terminal.err().println(e instanceof SdkException failure ? DynamoComplaint.of(failure) : "failed: " + e);
        return e instanceof ResourceNotFoundException ? ExitCode.PROBLEM : ExitCode.FAILED; // there is no such table
    }

    private static String suggestion(ParameterException e) {
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty() ? "" : ". Did you mean " + suggestions.get(0) + "?";
    }

    /** What is the same for all commands. */
    @Command(
            name = NAME,
            description = "Administers the table of HTTP sessions in DynamoDB, and the sessions in it. Flags that are"
                    + " not given come from the environment, as for the application: DYNAMO_SESSION_TABLE_NAME and so"
                    + " on.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:verify found mistakes, or there is no such table or session",
                "2:unknown flag, invalid value, or no terminal to ask for confirmation",
                "3:DynamoDB could not be reached, or refused the call",
                "4:not done: the answer was no, or the table is protected against deletion"
            },
            synopsisSubcommandLabel = "COMMAND")
    private static final class Root {

        @Mixin
        private final StoreFlags store;

        @Option(
                names = "--help", // no -h: the ID of a session may begin with that
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "Show this.")
        private boolean help;

        @Option(names = "--version", versionHelp = true, description = "Show the version.")
        private boolean version;

        Root(StoreFlags store) {
            this.store = store;
        }
    }
}
