package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All tables of one engine. The engine's lock guards it. */
public final class Database {

    private static final String ACCOUNT = "000000000000";
    private static final String ARN_TABLE = ":table/";

    private final String region;
    private final InstantSource clock;
    private final NavigableMap<String, Table> tables;
    private List<String> replicas = List.of();
    private String consistency = "";
    private boolean globalIndexesLag;
    private BiConsumer<Table, Change> listener = (table, change) -> {};

    /** Makes a database without tables. */
    public Database(String region, InstantSource clock) {
        this(region, clock, new TreeMap<>());
    }

    private Database(String region, InstantSource clock, NavigableMap<String, Table> tables) {
        this.region = region;
        this.clock = clock;
        this.tables = tables;
    }

    /** The same tables in another Region. */
    public Database inRegion(String other) {
        return new Database(other, clock, tables);
    }

    /** Makes its tables global. */
    public void replicas(List<String> regions, String consistencyMode) {
        replicas = regions;
        consistency = consistencyMode;
    }

    /** The Regions of its tables, if they are global. */
    public List<String> replicas() {
        return replicas;
    }

    /** EVENTUAL or STRONG, if its tables are global. */
    public String consistency() {
        return consistency;
    }

    /** The Region in ARNs. */
    public String region() {
        return region;
    }

    /** Its tables by name. */
    public NavigableMap<String, Table> tables() {
        return tables;
    }

    /** The time of its clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Whether writes reach global secondary indexes only when they are delivered. */
    public void globalIndexesLag(boolean lag) {
        globalIndexesLag = lag;
        if (!lag) {
            deliverIndexes();
        }
    }

    /** Delivers all writes for which global secondary indexes wait. */
    public void deliverIndexes() {
        tables.values().forEach(Table::deliverIndexes);
    }

    /** Sets who sees each change of an item after it was made. */
    public void listener(BiConsumer<Table, Change> each) {
        listener = each;
    }

    /** Makes a change and passes it to the listener. */
    public void apply(Table table, Change change) {
        table.apply(change, globalIndexesLag);
        listener.accept(table, change);
    }

    /** Makes a change that came from another Region, of which the listener does not hear. */
    public void applyReplicated(Table table, Change change) {
        table.apply(change, globalIndexesLag);
    }

    /**
     * The table that a data operation names.
     *
     * @param nameOrArn the table's name or ARN
     * @throws ServiceError if there is none
     */
    public Table table(String nameOrArn) {
        Table table = find(nameOrArn);
        if (table == null) {
            throw ServiceError.notFound();
        }
        return table;
    }

    /** The table of a name or ARN, or null. */
    public @Nullable Table find(String nameOrArn) {
        return tables.get(name(nameOrArn));
    }

    /** The name in an ARN, or the name itself. */
    public static String name(String nameOrArn) {
        int table = nameOrArn.startsWith("arn:") ? nameOrArn.indexOf(ARN_TABLE) : -1;
        return table < 0 ? nameOrArn : nameOrArn.substring(table + ARN_TABLE.length());
    }

    /** The ARN of a table. */
    public String arn(String table) {
        return "arn:aws:dynamodb:" + region + ":" + ACCOUNT + ARN_TABLE + table;
    }
}
