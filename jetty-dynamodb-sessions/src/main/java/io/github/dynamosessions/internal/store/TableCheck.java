package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table can hold sessions, and what to do if not. Each problem is one line of at most 300 characters that names the
 * option in the form in which it was set.
 */
public final class TableCheck {

    /** What a problem means. */
    public enum Level {
        /** No session can be stored, or no expired one found, until a person acts: a node does not start. */
        ERROR,
        /** Something is missing, or heals by itself. */
        WARN,
        /** It costs more than it has to, or limits what is promised. */
        INFO
    }

    /**
     * A problem of a table.
     *
     * @param level what it means
     * @param text what was found, and what to do
     */
    public record Problem(Level level, String text) {

        /** In one line of at most 300 characters. */
        public Problem {
            text = TableSettings.line(text);
        }
    }

    private static final List<String> USABLE = List.of(TableState.ACTIVE, "UPDATING");
    private static final List<String> HEALING = List.of("CREATING", "INACCESSIBLE_ENCRYPTION_CREDENTIALS");
    private static final TableState.Key SHARD = new TableState.Key(ItemSchema.EXPIRY_SHARD, "S", false);
    private static final TableState.Key BUCKET = new TableState.Key(ItemSchema.EXPIRY_BUCKET, "N", true);

    private final TableState table;
    private final TableSettings settings;
    private final UnaryOperator<String> optionNames;
    private final List<Problem> problems = new ArrayList<>();

    private TableCheck(TableState table, TableSettings settings, UnaryOperator<String> optionNames) {
        this.table = table;
        this.settings = settings;
        this.optionNames = optionNames;
    }

    /**
     * Everything that is wrong with a table; the worst first.
     *
     * @param table null if it is missing
     * @param expiryEvents whether the scavenger searches the expiry index
     * @param optionNames the names of options in the form in which they were set
     */
    public static List<Problem> problems(
            @Nullable TableState table,
            TableSettings settings,
            boolean expiryEvents,
            UnaryOperator<String> optionNames) {
        if (table == null) {
            return List.of(missing(settings, optionNames));
        }
        TableCheck check = new TableCheck(table, settings, optionNames);
        check.keys();
        check.status();
        check.indexKeys();
        if (expiryEvents) {
            check.expiryIndex();
        }
        check.ttl();
        check.costs();
        return check.problems.stream()
                .sorted((one, other) -> one.level().compareTo(other.level()))
                .toList();
    }

    /** There is no such table. */
    static Problem missing(TableSettings settings, UnaryOperator<String> optionNames) {
        return new Problem(
                Level.ERROR,
                settings.label() + " does not exist. Create it with `table create` of the command line or"
                        + " SessionTable.createIfMissing(), set " + optionNames.apply("autoCreateTable")
                        + "=true, or correct " + optionNames.apply("tableName"));
    }

    /** Another key than the configured one; which one is not known. */
    static Problem mismatch(TableSettings settings, UnaryOperator<String> optionNames) {
        return new Problem(
                Level.ERROR,
                optionNames.apply("hashKey") + " is " + TableSettings.quoted(settings.hashKey())
                        + ", but the key of " + settings.label() + " is another one: aws dynamodb describe-table"
                        + " --table-name " + name(settings.tableName()) + " shows it");
    }

    private void keys() {
        TableState.Key key = table.partitionKey();
        if (!key.name().equals(settings.hashKey())) {
            add(
                    Level.ERROR,
                    optionNames.apply("hashKey") + " is " + TableSettings.quoted(settings.hashKey())
                            + ", but the partition key of " + settings.label() + " is "
                            + TableSettings.quoted(key.name()) + ": set " + optionNames.apply("hashKey") + "="
                            + name(key.name()));
        }
        if (!key.type().equals("S")) {
            add(
                    Level.ERROR,
                    settings.label() + " has a partition key of type " + key.type()
                            + ", must be S (String): use another " + optionNames.apply("tableName"));
        }
        table.sortKey()
                .ifPresent(sortKey -> add(
                        Level.ERROR,
                        settings.label() + " has the sort key " + TableSettings.quoted(sortKey.name())
                                + ", must have a partition key only: use another " + optionNames.apply("tableName")));
    }

    private void status() {
        if (HEALING.contains(table.status())) {
            add(Level.WARN, settings.label() + " is " + table.status() + ": sessions are stored when it is ACTIVE");
        } else if (!USABLE.contains(table.status())) {
            add(
                    Level.ERROR,
                    settings.label() + " is " + table.status() + ", must be ACTIVE: use another "
                            + optionNames.apply("tableName"));
        }
    }

    /** DynamoDB refuses each item that has an index key in another type. */
    private void indexKeys() {
        Map<String, String> types = storedTypes(settings);
        for (TableState.Index index : table.indexes()) {
            for (TableState.Key key : index.keys()) {
                String stored = types.getOrDefault(key.name(), key.type());
                if (!stored.equals(key.type())) {
                    add(
                            Level.ERROR,
                            "index " + TableSettings.quoted(index.name()) + " has the key "
                                    + key + ", but sessions have type " + stored + ": none can be stored. "
                                    + delete(index));
                    break;
                }
            }
        }
    }

    private void expiryIndex() {
        Optional<TableState.Index> found = table.expiryIndex();
        if (found.isEmpty()) {
            add(
                    Level.INFO,
                    settings.label() + " has no index '" + ItemSchema.EXPIRY_INDEX
                            + "': TTL alone removes expired sessions, and their listeners are not notified. Create it as"
                            + " docs/operations.md says, or set " + optionNames.apply("expiryEvents") + "=false");
            return;
        }
        TableState.Index index = found.get();
        if (!names(index.keys()).equals(names(List.of(SHARD, BUCKET)))) {
            add(
                    Level.ERROR,
                    "index '" + index.name() + "' has the keys " + texts(index.keys()) + " instead of "
                            + texts(List.of(SHARD, BUCKET)) + ". " + delete(index));
        } else if (!index.status().equals(TableState.ACTIVE)) {
            add(
                    Level.WARN,
                    "index '" + index.name() + "' of " + settings.label() + " is " + index.status()
                            + ": expired sessions are found when it is ACTIVE");
        }
        if (!index.projection().equals("KEYS_ONLY")) {
            add(
                    Level.INFO,
                    "index '" + index.name() + "' of " + settings.label() + " projects " + index.projection()
                            + ", which makes each write of a session cost twice: KEYS_ONLY is enough");
        }
    }

    private void ttl() {
        String ttlInUse = table.ttlKey();
        if (ttlInUse == null) {
            if (settings.ttlEnabled()) {
                add(
                        Level.WARN,
                        settings.label() + " has no TTL: sessions that no node ends stay in it. " + ttlRemedy());
            }
        } else if (ttlInUse.equals(settings.hashKey()) || ItemSchema.RESERVED_NAMES.contains(ttlInUse)) {
            add(
                    Level.ERROR,
                    settings.label() + " has its TTL on " + TableSettings.quoted(ttlInUse)
                            + ", which sessions use for something else: enable it on another attribute");
        } else if (!ttlInUse.equals(settings.ttlKey())) {
            add(
                    Level.WARN,
                    optionNames.apply("ttlKey") + " is " + TableSettings.quoted(settings.ttlKey()) + ", but the TTL of "
                            + settings.label() + " is on " + TableSettings.quoted(ttlInUse) + ": set "
                            + optionNames.apply("ttlKey") + "=" + name(ttlInUse));
        }
    }

    private String ttlRemedy() {
        String without = optionNames.apply("ttlEnabled") + "=false";
        return "STRONG".equals(table.replication())
                ? "A global table with strong consistency cannot have one: set " + without
                : "Enable it: aws dynamodb update-time-to-live --table-name " + name(settings.tableName())
                        + " --time-to-live-specification Enabled=true,AttributeName=" + name(settings.ttlKey())
                        + "; or set " + without;
    }

    private void costs() {
        if ("STANDARD_INFREQUENT_ACCESS".equals(table.tableClass())) {
            add(
                    Level.INFO,
                    settings.label() + " has the class STANDARD_INFREQUENT_ACCESS, in which reads and writes cost more:"
                            + " aws dynamodb update-table --table-name " + name(settings.tableName())
                            + " --table-class STANDARD");
        }
        if ("EVENTUAL".equals(table.replication())) {
            add(
                    Level.INFO,
                    settings.label()
                            + " is a global table with eventual consistency: a logout or a change in one Region"
                            + " may be undone by a write in another. Send each client to one Region");
        }
    }

    private void add(Level level, String text) {
        problems.add(new Problem(level, text));
    }

    private String delete(TableState.Index index) {
        return "Delete it: aws dynamodb update-table --table-name " + name(settings.tableName())
                + " --global-secondary-index-updates 'Delete={IndexName=" + name(index.name()) + "}'";
    }

    /** In a command; a long name has to be completed. */
    private static String name(String name) {
        String quoted = TableSettings.quoted(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String texts(List<TableState.Key> keys) {
        return keys.stream().map(TableState.Key::toString).collect(Collectors.joining(", "));
    }

    private static List<String> names(List<TableState.Key> keys) {
        return keys.stream().map(TableState.Key::name).toList();
    }

    private static Map<String, String> storedTypes(TableSettings settings) {
        Map<String, String> types = new HashMap<>();
        List.of(
                        ItemSchema.FORMAT,
                        ItemSchema.CREATED,
                        ItemSchema.ACCESSED,
                        ItemSchema.LAST_ACCESSED,
                        ItemSchema.COOKIE_SET,
                        ItemSchema.MAX_INACTIVE,
                        ItemSchema.EXPIRY,
                        ItemSchema.EXPIRY_BUCKET,
                        ItemSchema.AUTHENTICATED,
                        ItemSchema.VERSION,
                        ItemSchema.ID_VERSION,
                        ItemSchema.BASE_VERSION,
                        settings.ttlKey())
                .forEach(name -> types.put(name, "N"));
        List.of(ItemSchema.LAST_NODE, ItemSchema.EXPIRY_SHARD, ItemSchema.ROTATION, ItemSchema.ENDED)
                .forEach(name -> types.put(name, "S"));
        List.of(ItemSchema.VERIFIER, ItemSchema.BYTES).forEach(name -> types.put(name, "B"));
        List.of(ItemSchema.ATTRIBUTES, ItemSchema.VERSIONS).forEach(name -> types.put(name, "M"));
        return types;
    }
}
