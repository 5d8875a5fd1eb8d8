package io.github.dynamosessions.internal.dynamo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads an item to see whether the table can be read: before a node serves, so that no request waits for what every first call
 * takes, and where a readiness check asks. Not measured, since a first call is slow by its nature. Thread safe.
 */
final class TableProbe {

    /** A success of any call is news of the table for so long. */
    private static final Duration NEWS = Duration.ofSeconds(5);

    private static final long BETWEEN_CHECKS_NANOS = Duration.ofSeconds(1).toNanos();

    private final DynamoDbClient client;
    private final TableSettings table;
    private final Duration timeout;
    private final CircuitBreaker circuit;
    private final LongSupplier nanoClock;
    private final ReentrantLock checking = new ReentrantLock();
    private @Nullable Obstacle lastObstacle;
    private long lastCheckNanos;

    /**
     * A probe whose calls take at most as long as one of a request.
     *
     * @param timeout of the whole call, for a client with its own timeouts too
     */
    TableProbe(
            DynamoDbClient client,
            TableSettings table,
            Duration timeout,
            CircuitBreaker circuit,
            LongSupplier nanoClock) {
        this.client = client;
        this.table = table;
        this.timeout = timeout;
        this.circuit = circuit;
        this.nanoClock = nanoClock;
    }

    /** Reads an item. Null if that is possible, whether it is there or not. */
    @Nullable
    Obstacle read(String key) {
        try {
            circuit.call(
                    "GetItem",
                    () -> client.getItem(request -> request.overrideConfiguration(call -> call.apiCallTimeout(timeout))
                            .tableName(table.tableName())
                            .key(Map.of(table.hashKey(), AttributeValue.fromS(key)))
                            .consistentRead(true)));
            return null;
        } catch (RuntimeException e) {
            return Obstacle.of(e);
        }
    }

    /** The same without a call, if a call has succeeded a moment ago, or the last check has just failed. */
    @Nullable
    Obstacle check(String key) {
        if (circuit.hasSucceededWithin(NEWS)) {
            return null;
        }
        checking.lock(); // one call answers all who ask meanwhile
        try {
            if (circuit.hasSucceededWithin(NEWS)) {
                return null;
            }
            if (lastObstacle == null || nanoClock.getAsLong() - lastCheckNanos > BETWEEN_CHECKS_NANOS) {
                lastObstacle = read(key);
                lastCheckNanos = nanoClock.getAsLong();
            }
            return lastObstacle;
        } finally {
            checking.unlock();
        }
    }
}
