package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.metrics.StoreCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, describes and checks the table of a store. Never changes the capacity or the keys of a table that exists.
 * Thread safe.
 *
 * <pre>{@code
 * try (SessionTable table = SessionTable.of(options)) {
 *     table.createIfMissing();
 *     table.verify().forEach(System.err::println);
 * }
 * }</pre>
 *
 * <p>Every method throws an {@code SdkException} of the AWS SDK if DynamoDB cannot be reached or refuses the call.
 */
public final class SessionTable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);

    private final TableSettings settings;
    private final DynamoGateway dynamo;

    private SessionTable(DynamoSessionOptions options) {
        settings = options.table;
        // Of what is done to a table, nothing is counted.
        dynamo = DynamoGateway.open(options.connection, settings, options.consistentReads, new StoreCounters());
    }

    /**
     * The table that these options name. No call is made yet.
     *
     * @param options the options of the store
     * @return the table; to be closed
     */
    public static SessionTable of(DynamoSessionOptions options) {
        return new SessionTable(options);
    }

    /**
     * Creates the table, its expiry index and its TTL, and waits until it can be used, five minutes at most. Two nodes
     * may do so at the same time. A table that exists is left as it is.
     *
     * @return false if the table was there and ready
     */
    public boolean createIfMissing() {
        return dynamo.createTableIfMissing();
    }

    /**
     * The table as it is.
     *
     * @return empty if there is no such table
     */
    public Optional<Description> describe() {
        return Optional.ofNullable(dynamo.describeTable()).map(Description::new);
    }

    /** Enables the TTL on the configured {@code ttlKey}; DynamoDB may take up to an hour. */
    public void enableTtl() {
        dynamo.enableTtl();
    }

    /**
     * What stands in the way of storing sessions in this table.
     *
     * @return one sentence for each mistake; empty if all is well
     */
    public List<String> verify() {
        TableState table = dynamo.describeTable();
        List<String> problems = new ArrayList<>(keyProblems(table, settings));
        if (table != null && !"ACTIVE".equals(table.status())) {
            problems.add(name(settings) + " is " + table.status() + ", must be ACTIVE");
        }
        if (table != null && settings.ttlEnabled()) {
            ttlProblem(table, settings).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        dynamo.close();
    }

    /**
     * What {@code autoCreateTable} does at start.
     *
     * @return the settings, with the TTL attribute that is in use
     * @throws IllegalStateException if the table cannot hold sessions
     */
    static TableSettings prepare(DynamoGateway dynamo, TableSettings settings) {
        dynamo.createTableIfMissing();
        TableState table = dynamo.describeTable();
        List<String> problems = keyProblems(table, settings);
        if (table == null || !problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        String ttlInUse = table.ttlKey();
        if (ttlInUse != null && !ttlInUse.equals(settings.ttlKey())) {
            if (ttlInUse.equals(settings.hashKey()) || ItemSchema.RESERVED_NAMES.contains(ttlInUse)) {
                throw new IllegalStateException(
                        name(settings) + " has its TTL on '" + ttlInUse + "', which items use for something else");
            }
            LOG.info("{} has its TTL on '{}': using that instead of '{}'", name(settings), ttlInUse, settings.ttlKey());
            return settings.withTtlKey(ttlInUse);
        }
        if (settings.ttlEnabled()) {
            ttlProblem(table, settings).ifPresent(LOG::warn);
        }
        return settings;
    }

    private static List<String> keyProblems(@Nullable TableState table, TableSettings settings) {
        if (table == null) {
            return List.of(
                    name(settings) + " does not exist; autoCreateTable or SessionTable.createIfMissing create it");
        }
        List<String> problems = new ArrayList<>();
        if (!table.hashKey().equals(settings.hashKey())) {
            problems.add(name(settings) + " has the hash key '" + table.hashKey() + "', but hashKey is '"
                    + settings.hashKey() + "'");
        }
        if (!table.hashKeyType().equals("S")) {
            problems.add(name(settings) + " has a hash key of type " + table.hashKeyType() + ", must be S (String)");
        }
        if (table.rangeKey() != null) {
            problems.add(name(settings) + " has the range key '" + table.rangeKey() + "', must have a hash key only");
        }
        return problems;
    }

    private static Optional<String> ttlProblem(TableState table, TableSettings settings) {
        if (table.ttlKey() == null) {
            return Optional.of(
                    name(settings) + " has no TTL: sessions that no node ends stay for good; this turns it on: aws"
                            + " dynamodb update-time-to-live --table-name " + settings.tableName()
                            + " --time-to-live-specification Enabled=true,AttributeName=" + settings.ttlKey()
                            + "; ttlEnabled=false accepts it");
        }
        if (!table.ttlKey().equals(settings.ttlKey())) {
            return Optional.of(name(settings) + " has its TTL on '" + table.ttlKey() + "', but ttlKey is '"
                    + settings.ttlKey() + "'");
        }
        return Optional.empty();
    }

    private static String name(TableSettings settings) {
        return "table '" + settings.tableName() + "'";
    }

    /** A table, as DynamoDB describes it. */
    public static final class Description {

        private final TableState table;

        private Description(TableState table) {
            this.table = table;
        }

        /** {@return the table's name} */
        public String tableName() {
            return table.tableName();
        }

        /** {@return DynamoDB's word for its state, {@code ACTIVE} when it can be used} */
        public String status() {
            return table.status();
        }

        /** {@return the name of the hash key} */
        public String hashKey() {
            return table.hashKey();
        }

        /** {@return the attribute on which TTL is enabled, empty if it is off} */
        public Optional<String> ttlKey() {
            return Optional.ofNullable(table.ttlKey());
        }

        /** {@return whether the table has the index by which expired sessions are found} */
        public boolean hasExpiryIndex() {
            return table.expiryIndex();
        }

        /** {@return provisioned read capacity units, 0 on demand} */
        public long readCapacityUnits() {
            return table.readCapacityUnits();
        }

        /** {@return provisioned write capacity units, 0 on demand} */
        public long writeCapacityUnits() {
            return table.writeCapacityUnits();
        }

        /** {@return whether DynamoDB refuses to delete the table} */
        public boolean hasDeletionProtection() {
            return table.deletionProtection();
        }

        /** {@return the number of items at DynamoDB's last count, about every six hours} */
        public long itemCount() {
            return table.itemCount();
        }

        /** {@return the size of all items in bytes at DynamoDB's last count} */
        public long sizeBytes() {
            return table.sizeBytes();
        }

        @Override
        public String toString() {
            return table.toString().replaceFirst("^TableState", "Table");
        }
    }
}
