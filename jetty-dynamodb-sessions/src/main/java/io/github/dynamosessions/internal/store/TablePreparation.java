package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.Obstacle;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.store.TableCheck.Level;
import io.github.dynamosessions.internal.store.TableCheck.Problem;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does with its table when it starts: it creates the table where the options say so, reads from it once, so that no
 * request has to wait for what every first call takes, and checks it as far as it may look at it. What a person has to mend
 * stops the start. While DynamoDB is away, the node starts all the same, and a thread of its own tries again and again. Thread
 * safe.
 */
final class TablePreparation {

    private static final Logger LOG = LoggerFactory.getLogger(TablePreparation.class);

    private static final int PAUSE_SECONDS = 5;

    private final DynamoGateway dynamo;
    private final StoreSettings settings;
    private final String key;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean away;
    private @Nullable Thread thread;

    /** @param key of an item that need not be there */
    TablePreparation(DynamoGateway dynamo, StoreSettings settings, String key) {
        this.dynamo = dynamo;
        this.settings = settings;
        this.key = key;
    }

    /**
     * Prepares the table, if DynamoDB is there.
     *
     * @return the settings, with the TTL attribute that is in use, as far as is known
     * @throws UnusableTableException if the table cannot hold sessions
     */
    TableSettings start() {
        TableSettings prepared = prepare();
        away = prepared == null;
        return prepared == null ? settings.table() : prepared;
    }

    /**
     * To be called once the node has started.
     *
     * @param prepared takes the settings as soon as DynamoDB is back, if it was away
     */
    synchronized void goOn(Consumer<TableSettings> prepared) {
        if (away) {
            thread = new Thread(
                    () -> run(prepared), "session-table-" + settings.table().tableName());
            thread.setDaemon(true);
            thread.setContextClassLoader(
                    TablePreparation.class.getClassLoader()); // not the application's, which may go
            thread.start();
        }
    }

    /** Ends a try that is under way. */
    synchronized void stop() {
        stopped.countDown();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run(Consumer<TableSettings> prepared) {
        try {
            while (!stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS) && !isSettled(prepared)) {
                LOG.debug("{} is tried again", settings.table().label());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One more try. Whether there is nothing left to try. */
    private boolean isSettled(Consumer<TableSettings> prepared) {
        try {
            TableSettings inUse = prepare();
            if (inUse == null) {
                return false;
            }
            hand(inUse, prepared);
        } catch (UnusableTableException e) {
            LOG.error(e.getMessage());
        } catch (RuntimeException e) {
            if (stopped.getCount() > 0) {
                LOG.error("{} is not prepared any further", settings.table().label(), e);
            }
        }
        return true;
    }

    private synchronized void hand(TableSettings inUse, Consumer<TableSettings> prepared) {
        if (stopped.getCount() > 0) {
            prepared.accept(inUse);
        }
    }

    /**
     * Looks for what a person has to mend, before a server sets up its contexts, each of which prepares the table by itself.
     *
     * @throws UnusableTableException if the table cannot hold sessions
     */
    static void requireUsable(DynamoGateway dynamo, StoreSettings settings, String key) {
        Obstacle obstacle = dynamo.firstRead(key);
        boolean mismatch = obstacle != null && obstacle.kind() == Obstacle.Kind.MISMATCH;
        boolean missing = obstacle != null && obstacle.kind() == Obstacle.Kind.MISSING;
        if (obstacle != null && !mismatch && !missing || missing && settings.autoCreateTable()) {
            return; // a store waits for it, or creates it
        }
        List<Problem> problems;
        try {
            TableState table = dynamo.describeTableBriefly();
            if (isContradiction(table, obstacle)) {
                return;
            }
            problems = TableCheck.problems(table, settings.table(), settings.expiryEvents(), settings.optionNames());
        } catch (RuntimeException e) { // it may not be looked at
            problems = mismatch ? List.of(TableCheck.mismatch(settings.table(), settings.optionNames())) : List.of();
        }
        if (isError(problems)) {
            throw unusable(problems);
        }
    }

    /** Null while DynamoDB is away, or the table is being created. */
    private @Nullable TableSettings prepare() {
        if (settings.autoCreateTable()) {
            try {
                dynamo.createTableIfMissing();
            } catch (RuntimeException e) {
                return failed("autoCreateTable", e);
            }
        }
        Obstacle obstacle = dynamo.firstRead(key);
        if (obstacle != null && obstacle.isAway()) {
            beginOutage(obstacle);
            return null;
        }
        TableState table;
        try {
            table = settings.autoCreateTable() ? dynamo.describeTable() : dynamo.describeTableBriefly();
        } catch (RuntimeException e) {
            return settings.autoCreateTable() ? failed("autoCreateTable", e) : unseen(obstacle);
        }
        return isContradiction(table, obstacle) ? settings.table() : checked(table, obstacle);
    }

    /** A table that can be read and is not described, as of what is compatible with DynamoDB. */
    private static boolean isContradiction(@Nullable TableState table, @Nullable Obstacle obstacle) {
        return table == null && obstacle == null;
    }

    private @Nullable TableSettings failed(String option, RuntimeException e) {
        if (DynamoGateway.isAway(e)) {
            dynamo.beginOutage(DynamoGateway.reason(e), "");
            return null;
        }
        throw new UnusableTableException(settings.optionNames().apply(option) + " is set, but "
                + settings.table().label() + " cannot be created or looked at: " + DynamoGateway.reason(e));
    }

    /** Without the right to look at the table, which no store needs. */
    private TableSettings unseen(@Nullable Obstacle obstacle) {
        if (obstacle != null) {
            switch (obstacle.kind()) {
                case MISSING -> // or it is being created
                    LOG.error(TableCheck.missing(settings.table(), settings.optionNames())
                            .text());
                case MISMATCH ->
                    throw new UnusableTableException(TableCheck.mismatch(settings.table(), settings.optionNames())
                            .text());
                default -> beginOutage(obstacle);
            }
        }
        return settings.table();
    }

    private @Nullable TableSettings checked(@Nullable TableState table, @Nullable Obstacle obstacle) {
        TableSettings inUse = withTtlInUse(table);
        List<Problem> problems = TableCheck.problems(table, inUse, settings.expiryEvents(), settings.optionNames());
        if (table == null || isError(problems)) {
            throw unusable(problems);
        }
        if (obstacle != null && obstacle.kind() != Obstacle.Kind.REFUSED) {
            boolean isActive = table.status().equals(TableState.ACTIVE);
            dynamo.beginOutage(isActive ? obstacle.reason() : "it is " + table.status(), "");
            return null;
        }
        problems.forEach(TablePreparation::log);
        if (inUse != settings.table()) {
            LOG.info(
                    "{} has its TTL on {}: using that instead of {}",
                    settings.table().label(),
                    TableSettings.quoted(inUse.ttlKey()),
                    TableSettings.quoted(settings.table().ttlKey()));
        }
        if (obstacle != null) {
            beginOutage(obstacle);
        }
        return inUse;
    }

    /** Names the worst problem, and how many more there are. */
    private static UnusableTableException unusable(List<Problem> problems) {
        long more = problems.stream()
                        .filter(problem -> problem.level() == Level.ERROR)
                        .count()
                - 1;
        return new UnusableTableException(TableSettings.line(
                problems.get(0).text() + (more == 0 ? "" : ". `table verify` names " + more + " more")));
    }

    /** The worst is the first. */
    private static boolean isError(List<Problem> problems) {
        return !problems.isEmpty() && problems.get(0).level() == Level.ERROR;
    }

    private void beginOutage(Obstacle obstacle) {
        dynamo.beginOutage(obstacle.reason(), remedy(obstacle));
    }

    private String remedy(Obstacle obstacle) {
        if (obstacle.kind() == Obstacle.Kind.WITHOUT_CREDENTIALS) {
            return "; set " + settings.optionNames().apply("profile") + " or "
                    + settings.optionNames().apply("accessKeyId") + ", or run with a role";
        }
        return obstacle.reason().startsWith("AccessDenied")
                ? "; the role needs dynamodb:GetItem on the table, see docs/iam.md"
                : "";
    }

    /** Only {@code autoCreateTable} adapts to a table. */
    private TableSettings withTtlInUse(@Nullable TableState table) {
        String ttlInUse = table == null ? null : table.ttlKey();
        return !settings.autoCreateTable()
                        || ttlInUse == null
                        || ttlInUse.equals(settings.table().ttlKey())
                ? settings.table()
                : settings.table().withTtlKey(ttlInUse);
    }

    private static void log(Problem problem) {
        if (problem.level() == Level.WARN) {
            LOG.warn(problem.text());
        } else {
            LOG.info(problem.text());
        }
    }
}
