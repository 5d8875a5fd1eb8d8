package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The store's options as flags of every command. What is not given as a flag comes from the environment variables of the
 * library, {@code DYNAMO_SESSION_<NAME>}; what these hold, and what is wrong with it, is left to the library.
 */
final class StoreFlags {

    private static final String VARIABLE_PREFIX = "DYNAMO_SESSION_";

    /** Nobody's request waits here, but a page of a megabyte may come through a slow line. */
    private static final Map<String, String> TIMEOUTS =
            Map.of(variable("apiCallTimeout"), "60s", variable("apiCallAttemptTimeout"), "20s");

    private final Map<String, String> variables;
    private final Map<String, String> flags = new HashMap<>();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    StoreFlags(Map<String, String> environment) {
        variables = new HashMap<>(environment);
        if (TIMEOUTS.keySet().stream().noneMatch(environment::containsKey)) {
            variables.putAll(TIMEOUTS);
        }
        // Their classes are the application's, and not needed: no value is ever deserialized here, nor anything
        // measured.
        variables.remove(variable("serializer"));
        variables.remove(variable("metrics"));
    }

    @Option(names = "--table", scope = ScopeType.INHERIT, paramLabel = "NAME", description = "The table (sessions).")
    private void setTable(String value) {
        set("--table", "tableName", value);
    }

    @Option(
            names = "--hash-key",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Its partition key (sessionId).")
    private void setHashKey(String value) {
        set("--hash-key", "hashKey", value);
    }

    @Option(
            names = "--ttl-key",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The attribute of its TTL (expires).")
    private void setTtlKey(String value) {
        set("--ttl-key", "ttlKey", value);
    }

    @Option(
            names = "--key-prefix",
            scope = ScopeType.INHERIT,
            paramLabel = "PREFIX",
            description = "Prefix of the keys of the application's sessions.")
    private void setKeyPrefix(String value) {
        set("--key-prefix", "keyPrefix", value);
    }

    @Option(
            names = "--region",
            scope = ScopeType.INHERIT,
            paramLabel = "REGION",
            description =
                    "AWS region. One that starts with 'local' needs no credentials, and is the one that goes with an"
                            + " --endpoint of http unless given.")
    private void setRegion(String value) {
        set("--region", "region", value);
    }

    @Option(
            names = "--endpoint",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Where DynamoDB listens, if not at the region's own endpoint.")
    private void setEndpoint(String value) {
        set("--endpoint", "endpoint", value);
    }

    @Option(
            names = "--profile",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Profile of the AWS configuration files.")
    private void setProfile(String value) {
        set("--profile", "profile", value);
    }

    /**
     * Sets an option, over what the environment says.
     *
     * @throws ParameterException if the library does not accept the value
     */
    void set(String flag, String option, String value) {
        try {
            DynamoSessionOptions.builder().set(option, value);
        } catch (IllegalArgumentException e) {
            throw complaint(flag + e.getMessage().substring(option.length()));
        }
        variables.remove(variable(option));
        flags.put(option, value);
    }

    /** The text of an option; empty unless given by flag or environment. */
    Optional<String> text(String option) {
        String flag = flags.get(option);
        return Optional.ofNullable(flag == null ? variables.get(variable(option)) : flag)
                .map(String::strip);
    }

    /** Null unless given: a command that reads all sessions then reads those of all prefixes. */
    @Nullable
    String keyPrefix() {
        return text("keyPrefix").filter(prefix -> !prefix.isEmpty()).orElse(null);
    }

    /**
     * All of it.
     *
     * @throws ParameterException if a variable is wrong, or options contradict each other
     */
    DynamoSessionOptions options() {
        try {
            DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
            boolean isLocal =
                    text("endpoint").filter(url -> url.startsWith("http:")).isPresent();
            if (isLocal && text("region").isEmpty()) {
                builder.region("local");
            }
            builder.environment(variables);
            flags.forEach(builder::set);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw complaint(e.getMessage());
        }
    }

    private ParameterException complaint(String line) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), line);
    }

    /** {@code tableName} is {@code DYNAMO_SESSION_TABLE_NAME}. */
    private static String variable(String option) {
        return VARIABLE_PREFIX + option.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
