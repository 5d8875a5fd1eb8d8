package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.StoredSessions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One session, by its id. */
@Command(name = "session", description = "Shows or deletes the session of an id.")
final class SessionCommand {

    private final StoreFlags store;
    private final Terminal terminal;

    SessionCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    /** Which session. */
    private static final class Which {

        @Parameters(
                paramLabel = "ID",
                description = "The session's id: the value of its cookie, without the node's name that Jetty may add"
                        + " after a dot.")
        private String id = "";

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
            description = "Shows a session. Values are read as far as DynamoDB can tell what they are; of others, the"
                    + " size, and the class unless it is compressed.")
    int show(@Mixin Which which, @Mixin Output output) {
        DynamoSessionOptions options = store.options();
        try (StoredSessions sessions = which.in(options)) {
            SessionItem session = Progress.during("the session is being read", terminal, () -> sessions.find(which.id))
                    .map(item -> SessionItem.of(options.hashKey(), item))
                    .orElseThrow(() -> which.missing(options));
            print(output, which.id, session);
            return ExitCode.OK;
        }
    }

    @Command(description = "Ends a session as a logout does; session listeners are not told.")
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

    private void print(Output output, String id, SessionItem session) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", id);
        facts.put("hash", session.hash());
        facts.put(ItemNames.CONTEXT, session.text(ItemNames.CONTEXT));
        facts.put(ItemNames.VHOST, session.text(ItemNames.VHOST));
        facts.put(ItemNames.FORMAT, session.number(ItemNames.FORMAT));
        facts.put(ItemNames.CREATED, session.time(ItemNames.CREATED));
        facts.put(ItemNames.ACCESSED, session.time(ItemNames.ACCESSED));
        facts.put(ItemNames.LAST_SAVED, session.time(ItemNames.LAST_SAVED));
        facts.put(ItemNames.MAX_INACTIVE, session.idleTimeout());
        facts.put(ItemNames.EXPIRY, session.time(ItemNames.EXPIRY));
        facts.put("expired", session.isExpired());
        facts.put(ItemNames.LAST_NODE, session.text(ItemNames.LAST_NODE));
        TextTable attributes = new TextTable().row("ATTRIBUTE", "TYPE", "VALUE");
        session.attributes().forEach((name, value) -> attributes.row(name, value.type(), value.shown()));
        String text = TextTable.of(facts) + System.lineSeparator() + attributes;
        facts.put(ItemNames.ATTRIBUTES, session.attributes());
        output.print(terminal, facts, text);
    }
}
