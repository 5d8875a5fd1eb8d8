package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.spi.SessionMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The door to DynamoDB. Knows nothing of Jetty and decides nothing: a condition that failed is an answer, and what the SDK
 * throws comes out as one of two exceptions. Thread safe.
 */
public final class DynamoGateway implements AutoCloseable {

    /** A transaction of two items takes a few milliseconds. */
    private static final int MAX_CONFLICTS = 5;

    private final DynamoDbClient client;
    private final boolean ownsClient;
    private final SessionReads reads;
    private final SessionCreations creations;
    private final SessionWrites writes;
    private final ChunkItems chunks;
    private final ExpiryIndex expiryIndex;
    private final String where;
    private final CircuitBreaker circuit;
    private final TableProbe probe;
    private final TableAdmin tableAdmin;
    private final TableAdmin hurriedTableAdmin;

    private DynamoGateway(DynamoConnection connection, TableSettings table, SessionMetrics metrics) {
        ownsClient = connection.client() == null;
        client = ownsClient ? connection.newClient() : connection.client();
        where = table.labelAt(connection);
        circuit = new CircuitBreaker(where, () -> metrics.event(SessionMetrics.Event.OUTAGE), System::nanoTime);
        MeasuredClient measured = new MeasuredClient(client, metrics, circuit);
        Duration followUpTimeout = connection.callTimeout().dividedBy(2);
        reads = new SessionReads(measured, table, followUpTimeout);
        creations = new SessionCreations(measured, table);
        writes = new SessionWrites(measured, table, followUpTimeout);
        chunks = new ChunkItems(measured, table);
        expiryIndex = new ExpiryIndex(measured, table);
        probe = new TableProbe(client, table, connection.callTimeout(), circuit, System::nanoTime);
        tableAdmin = TableAdmin.unhurried(client, table);
        hurriedTableAdmin = TableAdmin.hurried(client, table, connection);
    }

    /**
     * Opens the gateway. No call is made; a user-supplied client is never closed.
     *
     * @param metrics receives every call for a session, and each outage; must not throw
     * @throws MissingRegionException if no region is set and the AWS default chain finds none
     */
    public static DynamoGateway open(DynamoConnection connection, TableSettings table, SessionMetrics metrics) {
        return new DynamoGateway(connection, table, metrics);
    }

    /**
     * Makes a first call, so that no request has to wait for what every first call takes.
     *
     * @param key of an item that need not be there
     * @return why the table cannot be read; null if it can
     */
    public @Nullable Obstacle firstRead(String key) {
        return probe.read(key);
    }

    /** The same for a readiness check, without a call where another one has said it a moment ago. */
    public @Nullable Obstacle check(String key) {
        return probe.check(key);
    }

    /**
     * Logs that sessions are not available from now on, unless that is logged already. That they are again, after how many
     * seconds, is logged at the first call that succeeds.
     *
     * @param why in a few words
     * @param remedy what to do, beginning with a semicolon; empty if nothing
     */
    public void beginOutage(String why, String remedy) {
        circuit.beginOutage(CallFailure.line(
                "Cannot read " + where + ": ",
                why,
                remedy + ". Requests that use a session get 503 until this is fixed."));
    }

    /** The session or the tombstone under a key; null if there is none. */
    public @Nullable StoredItem get(String key, boolean consistent) {
        return call("GetItem", () -> reads.get(key, consistent));
    }

    /**
     * The same, read consistently after another call for it has failed: its request has waited already. If an interrupt has failed
     * that call, it waits until this one has found out what has become of it.
     */
    public @Nullable StoredItem getAfterFailure(String key) {
        boolean interrupted = Thread.interrupted();
        try {
            return call("GetItem", () -> reads.getAfterFailure(key));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of a session or a tombstone, only what says whether a cookie opens it, and until when; null if there is none. */
    public @Nullable StoredItem identity(String key, boolean consistent) {
        return call("GetItem", () -> reads.identity(key, consistent));
    }

    /** Rotation and expiry of several sessions, by key; keys without a session are left out. */
    public Map<String, StoredItem> expiries(Collection<String> keys) {
        return call("BatchGetItem", () -> reads.expiries(keys));
    }

    /**
     * Stores a new item, if there is none under its key, or if there still is a given tombstone.
     *
     * @param tombstone null if there should be none
     * @param joined sessions of other contexts whose ID it takes over: they must live and have their secret. Their numbers are
     *     raised in the same transaction, as if their ID had changed
     * @throws JoinedSessionChangedException if one of those was ended or has another secret
     */
    public WriteResult create(StoredItem item, @Nullable StoredItem tombstone, List<JoinedSession> joined) {
        return call(
                joined.isEmpty() ? "PutItem" : "TransactWriteItems", () -> creations.create(item, tombstone, joined));
    }

    /**
     * Changes a session, if what the change writes is as the change knows it. Attributes that it does not name are left as
     * they are, and later times are never replaced by earlier ones.
     *
     * @param aliveAtMs the session must not have expired by then, in epoch milliseconds
     */
    public WriteResult update(String key, ItemChange change, long aliveAtMs) {
        return call("UpdateItem", () -> writes.update(key, change, aliveAtMs));
    }

    /**
     * Makes sure that a session ID rotation that has not happened yet will not happen, delayed attempts included. The session
     * stays as it is.
     *
     * @param idVersion the number that the rotation has seen
     * @return refused if a rotation has happened, or was called off by another request
     */
    public WriteResult callOffRotation(String key, long idVersion) {
        return call("UpdateItem", () -> writes.callOffRotation(key, idVersion));
    }

    /** Puts a tombstone in place of a session, if that is of this version. Gives the item that was there. */
    public WriteResult end(String key, Map<String, AttributeValue> tombstone, long version) {
        return call("UpdateItem", () -> writes.end(key, tombstone, version));
    }

    /**
     * Puts a tombstone in place of an item that cannot be turned into a session, whatever its numbers are.
     *
     * @param version of the tombstone, if the item has none that can be raised; otherwise null
     */
    public WriteResult endUnreadable(String key, Map<String, AttributeValue> tombstone, @Nullable Long version) {
        return call("UpdateItem", () -> writes.endUnreadable(key, tombstone, version));
    }

    /** Deletes a tombstone, if it is still there. */
    public void deleteTombstone(StoredItem tombstone) {
        run("DeleteItem", () -> writes.deleteTombstone(tombstone));
    }

    /** Writes a chunk of a large attribute. */
    public void putChunk(StoredItem chunk) {
        run("PutItem", () -> chunks.put(chunk));
    }

    /** The bytes of those chunks that are there, by key. */
    public Map<String, SdkBytes> chunks(List<String> keys, boolean consistent) {
        return call("BatchGetItem", () -> chunks.get(keys, consistent));
    }

    /** Gives chunks a later TTL, in epoch seconds. */
    public void renewChunks(List<String> keys, long ttlSeconds) {
        run("UpdateItem", () -> keys.forEach(key -> chunks.renew(key, ttlSeconds)));
    }

    /** Deletes a chunk, if it is there. */
    public void deleteChunk(String key) {
        run("DeleteItem", () -> chunks.delete(key));
    }

    /**
     * The keys of sessions and tombstones that the expiry index finds due; some may expire a little later. Empty where there
     * is no index.
     *
     * @param keyPrefix that of the sessions
     * @param keyStart only keys that begin with this
     * @param limitMs only what expired at or before about this time, in epoch milliseconds
     */
    public Set<String> dueKeys(String keyPrefix, String keyStart, long limitMs) {
        return call("Query", () -> expiryIndex.dueKeys(keyPrefix, keyStart, limitMs));
    }

    /** Creates the table if it is missing; see {@link TableAdmin#createIfMissing}. */
    public boolean createTableIfMissing() {
        return tableAdmin.createIfMissing();
    }

    /** The table as it is; null if it is missing. */
    public @Nullable TableState describeTable() {
        return tableAdmin.describe();
    }

    /** The same, in a call that takes no longer than one of a request. */
    public @Nullable TableState describeTableBriefly() {
        return hurriedTableAdmin.describe();
    }

    /** Why a call for the table failed, in one line of at most 160 characters. */
    public static String reason(RuntimeException failure) {
        return CallFailure.reason(failure);
    }

    /** Enables the TTL of a table that has none. */
    public void enableTtl() {
        tableAdmin.enableTtl();
    }

    /** Whether a call failed since DynamoDB could not be reached or did not serve it: it may do so later. */
    public static boolean isAway(RuntimeException failure) {
        return !(failure instanceof SdkServiceException refused)
                || refused.isThrottlingException()
                || refused.statusCode() >= 500;
    }

    @Override
    public void close() {
        if (ownsClient) {
            client.close();
        }
    }

    private static void run(String operation, Runnable call) {
        call(operation, () -> {
            call.run();
            return null;
        });
    }

    private static <T extends @Nullable Object> T call(String operation, Supplier<T> call) {
        try {
            return withoutConflict(call);
        } catch (DynamoDbException e) {
            boolean rejected = SessionCreations.isInvalid(e)
                    || e.awsErrorDetails() != null
                            && "ValidationException".equals(e.awsErrorDetails().errorCode());
            throw rejected ? new RejectedException(operation, e) : new UnavailableException(operation, e);
        } catch (UnavailableException | JoinedSessionChangedException e) {
            throw e; // the former not sent, or from between two attempts
        } catch (RuntimeException e) {
            // Not only an SdkException: the SDK lets through what its HTTP client throws where an attempt times out
            // while it waits for a connection (CancellationException), or where the application has closed its client.
            throw new UnavailableException(operation, e);
        }
    }

    /** The SDK does not repeat what was refused since a transaction of another call was under way. */
    private static <T extends @Nullable Object> T withoutConflict(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (DynamoDbException e) {
                if (attempt > MAX_CONFLICTS || !SessionCreations.isConflict(e)) {
                    throw e;
                }
                BackOff.beforeRetry(attempt);
            }
        }
    }

    /** A session of another context, whose ID a new one takes over, was ended or has another secret. */
    public static final class JoinedSessionChangedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** DynamoDB could not be reached or did not serve the call, retries included. It may do so later. */
    public static class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String operation, RuntimeException cause) {
            super(operation + " failed: " + CallFailure.reason(cause), cause);
        }

        /** For a request that can be sent again for another reason. */
        public UnavailableException(String message) {
            super(message);
        }
    }

    /** The call was not sent, since DynamoDB has not answered for a while: it has not happened and will not. */
    public static final class NotSentException extends UnavailableException {
        private static final long serialVersionUID = 1;

        NotSentException(String message) {
            super(message);
        }
    }

    /** No region is set, and the AWS default chain finds none. */
    public static final class MissingRegionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingRegionException() {
            super("there is no AWS region");
        }
    }

    /** DynamoDB will never serve this call: an item above 400 KB, for instance. */
    public static final class RejectedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RejectedException(String operation, SdkException cause) {
            super(operation + " was rejected: " + CallFailure.reason(cause), cause);
        }
    }
}
