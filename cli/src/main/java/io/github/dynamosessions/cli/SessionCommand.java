package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.StoredSessions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One session, by its public ID. */
@Command(name = "session", description = "Shows or deletes the session of an ID.")
final class SessionCommand {

    /** In a cookie, between the public ID and the secret. */
    private static final char SECRET_SEPARATOR = '~';

    private final StoreFlags store;
    private final Terminal terminal;

    SessionCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    /** Which session. */
    private static final class Which {

        private String id = "";

        @Spec(Spec.Target.MIXEE)
        private @Nullable CommandSpec spec;

        @Parameters(
                paramLabel = "ID",
                description =
                        "The session's public ID, as session.getId() and the log give it; never the cookie's value.")
        private void setId(String value) {
            if (value.startsWith("-") && value.indexOf('.') < 0) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(), "Unknown option: '" + value + "'");
            }
            if (value.indexOf(SECRET_SEPARATOR) >= 0) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "ID must be the session's public ID, but this is the value of a cookie, which opens the session:"
                                + " omit '" + SECRET_SEPARATOR + "' and everything after it");
            }
            id = value;
        }

        @Option(names = "--context-path", paramLabel = "PATH", description = "The context's path (/).")
        private String contextPath = "/";

        @Option(
                names = "--virtual-host",
                paramLabel = "HOST",
                description = "The context's first virtual host, 0.0.0.0 if it has none (0.0.0.0).")
        private String virtualHost = "0.0.0.0";

        StoredSessions in(DynamoSessionOptions options) {
            return StoredSessions.of(options, contextPath, virtualHost);
        }

        CommandEndedException missing(DynamoSessionOptions options) {
            return new CommandEndedException(
                    ExitCode.PROBLEM,
                    "no such session in table '" + options.tableName() + "', of context '" + contextPath
                            + "' and virtual host '" + virtualHost + "'");
        }
    }

    @Command(
            description = "Shows a session. Values of native DynamoDB types are printed; of others, the size, and the"
                    + " class unless it is compressed.")
    int show(@Mixin Which which, @Mixin Output output) {
        DynamoSessionOptions options = store.options();
        try (StoredSessions sessions = which.in(options)) {
            SessionItem session = Progress.during("the session is being read", terminal, () -> sessions.find(which.id))
                    .map(item -> SessionItem.of(options.hashKey(), item))
                    .orElseThrow(() -> which.missing(options));
            print(output, session);
            return ExitCode.OK;
        }
    }

    @Command(description = "Ends a session as a logout does, without notifying session listeners.")
    int delete(@Mixin Which which, @Mixin Output output) {
        DynamoSessionOptions options = store.options();
        try (StoredSessions sessions = which.in(options)) {
            boolean deleted =
                    Progress.during("the session is being deleted", terminal, () -> sessions.delete(which.id));
            if (!deleted) {
                throw which.missing(options);
            }
            output.print(terminal, Map.of("deleted", true));
            return ExitCode.OK;
        }
    }

    private void print(Output output, SessionItem session) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", session.id());
        facts.put("context", session.context());
        facts.put("vhost", session.vhost());
        facts.put(ItemNames.FORMAT, session.number(ItemNames.FORMAT));
        facts.put(ItemNames.CREATED, session.time(ItemNames.CREATED));
        facts.put(ItemNames.AUTHENTICATED, session.time(ItemNames.AUTHENTICATED));
        facts.put(ItemNames.ACCESSED, session.time(ItemNames.ACCESSED));
        facts.put(ItemNames.MAX_INACTIVE, session.idleTimeout());
        facts.put(ItemNames.EXPIRY, session.time(ItemNames.EXPIRY));
        facts.put("expired", session.isExpired());
        facts.put(ItemNames.LAST_NODE, session.text(ItemNames.LAST_NODE));
        facts.put(ItemNames.VERSION, session.number(ItemNames.VERSION));
        TextTable attributes = new TextTable().row("ATTRIBUTE", "TYPE", "VALUE");
        session.attributes().forEach((name, value) -> attributes.row(name, value.type(), value.shown()));
        String text = TextTable.of(facts) + System.lineSeparator() + attributes;
        facts.put(ItemNames.ATTRIBUTES, session.attributes());
        output.print(terminal, facts, text);
    }
}
