package io.github.dynamosessions.demo;

import io.github.dynamosessions.DynamoSessionOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags, checked. */
@Command(
        name = "java -jar demo.jar",
        description = "Javalin nodes that store their HTTP sessions in DynamoDB, behind a round-robin load balancer.",
        sortOptions = false)
final class DemoOptions {

    private static final int MAX_NODES = 16;
    private static final int MAX_PORT = 65_535;
    private static final int DYNAMODB_PORT = 8000;
    private static final long MAX_INACTIVE_SECONDS = Duration.ofDays(3650).toSeconds();
    private static final long MAX_TOUCH_SECONDS = Duration.ofHours(1).toSeconds();

    @Spec
    private @Nullable CommandSpec spec;

    private int nodes = 2;
    private int port = 7070;
    private String nodeName = "node";
    private boolean nodeNameGiven;
    private @Nullable URI endpoint;
    private @Nullable String region;
    private String table = "sessions";
    private @Nullable Duration maxInactive;
    private @Nullable Duration touchInterval;
    private @Nullable Integer dynamoDbPort;

    @Option(names = "--dynamodb-only", order = 8, description = "Start only the embedded DynamoDB.")
    private boolean dynamoDbOnly;

    @Option(names = "--help", order = 10, usageHelp = true, description = "Show this.")
    private boolean help;

    /**
     * Reads the flags into this object.
     *
     * @throws ParameterException if one is unknown, has a value that is not allowed, or contradicts another
     */
    CommandLine parse(String... args) {
        CommandLine commandLine = new CommandLine(this).setExpandAtFiles(false).setUsageHelpAutoWidth(true);
        commandLine.parseArgs(args);
        if (!help) {
            checkConflicts(commandLine.getParseResult().matchedOptions());
        }
        return commandLine;
    }

    int nodes() {
        return nodes;
    }

    int port() {
        return port;
    }

    /** The name of a node, counted from 1. */
    String nodeName(int number) {
        return nodes == 1 && nodeNameGiven ? nodeName : nodeName + "-" + number;
    }

    @Nullable
    URI endpoint() {
        return endpoint;
    }

    @Nullable
    String region() {
        return region;
    }

    String table() {
        return table;
    }

    @Nullable
    Duration maxInactive() {
        return maxInactive;
    }

    @Nullable
    Duration touchInterval() {
        return touchInterval;
    }

    boolean dynamoDbOnly() {
        return dynamoDbOnly;
    }

    /** Where the embedded DynamoDB listens, 0 for any free port. */
    int dynamoDbPort() {
        if (dynamoDbPort != null) {
            return dynamoDbPort;
        }
        return dynamoDbOnly ? DYNAMODB_PORT : 0;
    }

    @Option(names = "--nodes", order = 0, paramLabel = "N", description = "Number of nodes, 1 to 16 (2).")
    private void setNodes(String value) {
        nodes = (int) wholeNumber("--nodes", value, 1, MAX_NODES);
    }

    @Option(
            names = "--port",
            order = 1,
            paramLabel = "P",
            description =
                    "Port of the load balancer, or of the node if there is only one; 0 takes any free port (7070).")
    private void setPort(String value) {
        port = (int) wholeNumber("--port", value, 0, MAX_PORT);
    }

    @Option(
            names = "--node-name",
            order = 2,
            paramLabel = "NAME",
            description = "Name of the only node, or what the names of several begin with (node).")
    private void setNodeName(String value) {
        if (!value.matches("[A-Za-z0-9._-]{1,64}")) {
            throw bad("--node-name", "1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-'", value);
        }
        nodeName = value;
        nodeNameGiven = true;
    }

    @Option(
            names = "--endpoint",
            order = 3,
            paramLabel = "URL",
            description = "A DynamoDB that runs already. Without --endpoint and --region one is embedded.")
    private void setEndpoint(String value) {
        try {
            URI uri = new URI(value);
            DynamoSessionOptions.builder().endpoint(uri);
            endpoint = uri;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw bad("--endpoint", "an http or https URL such as http://localhost:8000", value);
        }
    }

    @Option(
            names = "--region",
            order = 4,
            paramLabel = "REGION",
            description = "AWS region. One that starts with 'local' needs no credentials, and is the one that goes with"
                    + " --endpoint unless given.")
    private void setRegion(String value) {
        checkOption("--region", "region", builder -> builder.region(value));
        region = value;
    }

    @Option(
            names = "--table",
            order = 5,
            paramLabel = "NAME",
            description = "Table of the sessions, created if it is missing (sessions).")
    private void setTable(String value) {
        checkOption("--table", "tableName", builder -> builder.tableName(value));
        table = value;
    }

    @Option(
            names = "--max-inactive",
            order = 6,
            paramLabel = "SECONDS",
            description = "Idle timeout of a session, 0 for none (1800).")
    private void setMaxInactive(String value) {
        maxInactive = Duration.ofSeconds(wholeNumber("--max-inactive", value, 0, MAX_INACTIVE_SECONDS));
    }

    @Option(
            names = "--touch-interval",
            order = 7,
            paramLabel = "SECONDS",
            description =
                    "Longest time between two writes of the access time; 0 writes it at every request (a tenth of the"
                            + " idle timeout).")
    private void setTouchInterval(String value) {
        touchInterval = Duration.ofSeconds(wholeNumber("--touch-interval", value, 0, MAX_TOUCH_SECONDS));
    }

    @Option(
            names = "--dynamodb-port",
            order = 9,
            paramLabel = "P",
            description = "Port of the embedded DynamoDB; 0 takes any free port (8000 with --dynamodb-only, else 0).")
    private void setDynamoDbPort(String value) {
        dynamoDbPort = (int) wholeNumber("--dynamodb-port", value, 0, MAX_PORT);
    }

    private void checkConflicts(List<OptionSpec> given) {
        if (dynamoDbPort != null && (endpoint != null || region != null)) {
            String other = endpoint != null ? "--endpoint" : "--region";
            throw complaint("--dynamodb-port cannot go with " + other + ": no DynamoDB is embedded then");
        }
        for (OptionSpec flag : given) {
            if (dynamoDbOnly && !flag.longestName().startsWith("--dynamodb-")) {
                throw complaint("--dynamodb-only cannot go with " + flag.longestName() + ": no node is started then");
            }
        }
    }

    /** Has the library check a value, and says what it says in terms of the flag. */
    private void checkOption(String flag, String option, Consumer<DynamoSessionOptions.Builder> setter) {
        try {
            setter.accept(DynamoSessionOptions.builder());
        } catch (IllegalArgumentException e) {
            throw complaint(flag + e.getMessage().substring(option.length()));
        }
    }

    private long wholeNumber(String flag, String value, long min, long max) {
        if (value.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (min <= number && number <= max) {
                return number;
            }
        }
        throw bad(flag, "a whole number from " + min + " to " + max, value);
    }

    private ParameterException bad(String flag, String allowed, String value) {
        return complaint(flag + " must be " + allowed + ", was '" + value + "'");
    }

    private ParameterException complaint(String line) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), line);
    }
}
