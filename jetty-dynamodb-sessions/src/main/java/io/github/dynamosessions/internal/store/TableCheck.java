package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a table can hold sessions, and what to do if not. */
public final class TableCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TableCheck.class);

    private TableCheck() {}

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

    /** What is wrong with the keys of a table; empty if nothing is. */
    public static List<String> keyProblems(@Nullable TableState table, TableSettings settings) {
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

    /** What is wrong with the TTL of a table; empty if nothing is. */
    public static Optional<String> ttlProblem(TableState table, TableSettings settings) {
        if (table.ttlKey() == null) {
            return Optional.of(name(settings) + " has no TTL: abandoned sessions are never deleted. Enable it with: aws"
                    + " dynamodb update-time-to-live --table-name " + settings.tableName()
                    + " --time-to-live-specification Enabled=true,AttributeName=" + settings.ttlKey()
                    + ". To silence this warning set ttlEnabled=false");
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
}
