package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How many sessions there are. */
@Command(
        name = "count",
        description = "Counts the sessions in the table; with --key-prefix, those of one application. Reads the whole"
                + " table: prints what that costs, and asks.")
final class SessionsCountCommand implements Runnable {

    private final StoreFlags store;
    private final Terminal terminal;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    SessionsCountCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        DynamoSessionOptions options = store.options();
        ScanCost.accept(ExistingTable.withSessions(options, terminal), terminal, confirmation);
        AtomicLong alive = new AtomicLong();
        AtomicLong expired = new AtomicLong();
        try (DynamoDbClient client = options.clientBuilder().build();
                Progress progress = Progress.of("the table is being read", terminal)) {
            TableScan scan = new TableScan(client, options, store.keyPrefix(), List.of(ItemNames.EXPIRY));
            String after = null;
            do {
                after = scan.page(after, null, session -> (session.isExpired() ? expired : alive).incrementAndGet());
                progress.now(scan.toString());
            } while (after != null);
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put("table", options.tableName());
            result.put("sessions", alive.get());
            result.put("expired", expired.get());
            result.put("items", scan.itemsRead());
            result.put("readUnits", scan.readUnits());
            output.print(terminal, result);
        }
    }
}
