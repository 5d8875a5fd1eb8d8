package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Which sessions there are, so many at a time. */
@Command(
        name = "list",
        description =
                "Lists sessions by their public IDs, in no order; with --key-prefix, those of one application. Reads the"
                        + " table until it has enough of them: prints what that costs at most, and asks.")
final class SessionsListCommand implements Runnable {

    private static final int MAX_LIMIT = 10_000;

    /** Items in one call; with fewer, a table of many chunk items would be read in as many calls. */
    private static final int SMALLEST_PAGE = 100;

    private static final List<String> COLUMNS =
            List.of(ItemNames.ROTATION, ItemNames.CREATED, ItemNames.ACCESSED, ItemNames.EXPIRY, ItemNames.LAST_NODE);

    private final StoreFlags store;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    private int limit = 100;
    private @Nullable String after;

    SessionsListCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    @Option(names = "--limit", paramLabel = "N", description = "At most so many sessions, 1 to 10000 (100).")
    private void setLimit(String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX_LIMIT) {
            throw complaint("--limit must be a whole number from 1 to " + MAX_LIMIT + ", was '" + value + "'");
        }
        limit = Integer.parseInt(value);
    }

    @Option(
            names = "--after",
            paramLabel = "NEXT",
            description = "Start where the previous page has ended: its 'next'.")
    private void setAfter(String value) {
        try {
            after = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw complaint("--after must be the 'next' of a page, was '" + value + "'");
        }
    }

    @Override
    public void run() {
        DynamoSessionOptions options = store.options();
        ScanCost.accept(ExistingTable.withSessions(options, terminal), terminal, confirmation);
        List<SessionItem> sessions = new ArrayList<>();
        try (DynamoDbClient client = options.clientBuilder().build();
                Progress progress = Progress.of("the table is being read", terminal)) {
            TableScan scan = new TableScan(client, options, store.keyPrefix(), COLUMNS);
            String next = after;
            do {
                // Hardly more than is still wanted: what a page reads has to be paid.
                int mostItems = Math.max(limit - sessions.size(), SMALLEST_PAGE);
                next = scan.page(next, mostItems, sessions::add);
                progress.now(scan.toString());
            } while (next != null && sessions.size() < limit);
            if (sessions.size() > limit) {
                sessions.subList(limit, sessions.size()).clear();
                next = sessions.get(limit - 1).key();
            }
            print(sessions, next, scan.readUnits());
        }
    }

    private void print(List<SessionItem> sessions, @Nullable String next, double readUnits) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("sessions", sessions.stream().map(this::facts).toList());
        result.put("more", next != null);
        result.put("next", next == null ? null : token(next));
        result.put("readUnits", readUnits);
        TextTable table =
                new TextTable().row("ID", "CREATED", "ACCESSED", "EXPIRY", "EXPIRED", "CONTEXT", "VHOST", "LAST NODE");
        sessions.forEach(session -> table.row(facts(session).values().toArray()));
        String footer = "sessions: " + sessions.size() + ", read units: " + readUnits
                + (next == null ? "" : "; there may be more: --after " + token(next));
        output.print(terminal, result, table + footer + System.lineSeparator());
    }

    private Map<String, @Nullable Object> facts(SessionItem session) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", session.id());
        facts.put(ItemNames.CREATED, session.time(ItemNames.CREATED));
        facts.put(ItemNames.ACCESSED, session.time(ItemNames.ACCESSED));
        facts.put(ItemNames.EXPIRY, session.time(ItemNames.EXPIRY));
        facts.put("expired", session.isExpired());
        facts.put("context", session.context());
        facts.put("vhost", session.vhost());
        facts.put(ItemNames.LAST_NODE, session.text(ItemNames.LAST_NODE));
        return facts;
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private ParameterException complaint(String line) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), line);
    }
}
