package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code autoCreateTable} does when a store starts; while DynamoDB is away, again and again on a thread of its own, so
 * that the node starts all the same. Thread safe.
 */
final class TablePreparation {

    private static final Logger LOG = LoggerFactory.getLogger(TablePreparation.class);

    private static final int PAUSE_SECONDS = 5;

    private final DynamoGateway dynamo;
    private final TableSettings settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean away;
    private @Nullable Thread thread;

    TablePreparation(DynamoGateway dynamo, TableSettings settings) {
        this.dynamo = dynamo;
        this.settings = settings;
    }

    /**
     * Prepares the table, if DynamoDB is there.
     *
     * @return the settings, with the TTL attribute that is in use, as far as is known
     * @throws IllegalStateException if the table cannot hold sessions
     */
    TableSettings start() {
        try {
            return TableCheck.prepare(dynamo, settings);
        } catch (RuntimeException e) {
            if (!DynamoGateway.isAway(e)) {
                throw e;
            }
            LOG.warn(
                    "table '{}' cannot be created or looked at yet, which is tried again every {} s: {}",
                    settings.tableName(),
                    PAUSE_SECONDS,
                    e.getMessage());
            away = true;
            return settings;
        }
    }

    /**
     * To be called once the node has started.
     *
     * @param prepared takes the settings as soon as DynamoDB is back, if it was away
     */
    synchronized void goOn(Consumer<TableSettings> prepared) {
        if (away) {
            thread = new Thread(() -> run(prepared), "session-table-" + settings.tableName());
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
                LOG.debug("table '{}' is tried again", settings.tableName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One more try. Whether there is nothing left to try. */
    private boolean isSettled(Consumer<TableSettings> prepared) {
        try {
            TableSettings inUse = TableCheck.prepare(dynamo, settings);
            LOG.info("table '{}' is ready", settings.tableName());
            hand(inUse, prepared);
            return true;
        } catch (RuntimeException e) {
            if (stopped.getCount() == 0 || DynamoGateway.isAway(e)) {
                return false;
            }
            LOG.error("table '{}' cannot be used: {}", settings.tableName(), e.getMessage());
            return true;
        }
    }

    private synchronized void hand(TableSettings inUse, Consumer<TableSettings> prepared) {
        if (stopped.getCount() > 0) {
            prepared.accept(inUse);
        }
    }
}
