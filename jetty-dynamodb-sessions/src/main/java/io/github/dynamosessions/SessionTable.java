package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.store.SessionStore;
import io.github.dynamosessions.internal.store.TableCheck;
import java.util.List;
import java.util.Optional;

/**
 * Creates, describes and checks the table of a store. Never changes the capacity or the keys of a table that exists.
 * Thread safe.
 *
 * <pre>{@code
 * try (SessionTable table = SessionTable.of(options)) {
 *     table.createIfMissing();
 *     table.verify().forEach(log::warn);
 * }
 * }</pre>
 *
 * <p>Every method throws an {@code SdkException} of the AWS SDK if DynamoDB cannot be reached or refuses the call.
 */
public final class SessionTable implements AutoCloseable {

    private final DynamoSessionOptions options;
    private final DynamoGateway dynamo;

    private SessionTable(DynamoSessionOptions options) {
        this.options = options;
        dynamo = SessionStore.openTable(options.storeSettings());
    }

    /**
     * The table that these options name. No call is made yet.
     *
     * @param options the options of the store
     * @return the table; to be closed
     * @throws IllegalStateException if no region is set and the AWS default chain finds none
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
     * What stands in the way of storing sessions in this table, of finding those that have expired, and of what is promised: keys,
     * state, indexes with their keys, types, projection and state, TTL, table class and the consistency of a global table.
     * What would stop the start of a store comes first.
     *
     * @return for each problem one line of at most 300 characters, with what to do; empty if all is well
     */
    public List<String> verify() {
        return TableCheck.problems(dynamo.describeTable(), options.table, options.expiryEvents, options.names::of)
                .stream()
                .map(TableCheck.Problem::text)
                .toList();
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

        /** {@return the name of the partition key} */
        public String hashKey() {
            return table.partitionKey().name();
        }

        /** {@return the attribute on which TTL is enabled, empty if it is off} */
        public Optional<String> ttlKey() {
            return Optional.ofNullable(table.ttlKey());
        }

        /** {@return whether the table has the index by which expired sessions are found} */
        public boolean hasExpiryIndex() {
            return table.expiryIndex().isPresent();
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
