package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.metrics.StoreCounters;
import io.github.dynamosessions.internal.store.TableCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private final TableSettings settings;
    private final DynamoGateway dynamo;

    private SessionTable(DynamoSessionOptions options) {
        settings = options.table;
        // Of what is done to a table, nothing is counted.
        dynamo = DynamoGateway.open(options.connection, settings, new StoreCounters());
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
        List<String> problems = new ArrayList<>(TableCheck.keyProblems(table, settings));
        if (table != null && !"ACTIVE".equals(table.status())) {
            problems.add("table '" + settings.tableName() + "'" + " is " + table.status() + ", must be ACTIVE");
        }
        if (table != null && settings.ttlEnabled()) {
            TableCheck.ttlProblem(table, settings).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        dynamo.close();
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
