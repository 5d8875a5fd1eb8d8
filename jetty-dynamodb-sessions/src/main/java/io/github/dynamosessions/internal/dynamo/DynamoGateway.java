package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.item.Expiry;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.spi.SessionMetrics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The door to DynamoDB. Knows nothing of Jetty and decides nothing: a condition that failed is an answer, and whatever
 * the SDK throws comes out as one of two exceptions. Thread safe.
 */
public final class DynamoGateway implements AutoCloseable {

    private final DynamoDbClient client;
    private final boolean ownsClient;
    private final SessionReads reads;
    private final SessionCreation creation;
    private final SessionWrites writes;
    private final SessionMove move;
    private final PartItems parts;
    private final ExpiryIndex expiryIndex;
    private final FirstCall firstCall;
    private final TableAdmin tableAdmin;

    private DynamoGateway(
            DynamoConnection connection, TableSettings table, boolean consistentReads, SessionMetrics metrics) {
        ownsClient = connection.client() == null;
        client = ownsClient ? connection.newClient() : connection.client();
        MeasuredClient measured = new MeasuredClient(client, metrics);
        CallLimits limits = CallLimits.of(connection);
        reads = new SessionReads(measured, table, consistentReads);
        creation = new SessionCreation(measured, table, limits);
        writes = new SessionWrites(measured, table, limits);
        move = new SessionMove(measured, table, limits);
        parts = new PartItems(measured, table);
        expiryIndex = new ExpiryIndex(measured, table);
        firstCall = new FirstCall(client, table, connection.callTimeout());
        tableAdmin = new TableAdmin(client, table);
    }

    /**
     * Opens the gateway. No call is made; a client that was handed in is never closed.
     *
     * @param metrics is told of every call for a session; must not throw
     */
    public static DynamoGateway open(
            DynamoConnection connection, TableSettings table, boolean consistentReads, SessionMetrics metrics) {
        return new DynamoGateway(connection, table, consistentReads, metrics);
    }

    /**
     * Makes a first call, so that no request has to wait for what every first call takes.
     *
     * @param key of an item that need not be there
     * @return why the table cannot be read, and what to do; null if it can
     */
    public @Nullable String obstacle(String key) {
        return firstCall.obstacle(key);
    }

    /** The session item under a key; null if there is none. */
    public @Nullable StoredItem get(String key) {
        return call("GetItem", () -> reads.get(key));
    }

    /** The same, never one that somebody has changed since, and under its new key if it has got one. */
    public @Nullable StoredItem getMoved(String key) {
        return call("GetItem", () -> reads.getMoved(key));
    }

    /** The stored expiry of a session, in epoch milliseconds, 0 for never; null if there is no such session. */
    public @Nullable Long expiry(String key) {
        return call("GetItem", () -> reads.expiry(key));
    }

    /** The stored expiry of several sessions; keys without a session are left out. */
    public Map<String, Expiry> expiries(Collection<String> keys) {
        return call("BatchGetItem", () -> reads.expiries(keys));
    }

    /**
     * Stores a new item, over that of a session that expired, if there is one.
     *
     * @param nowMs epoch milliseconds
     * @return false if there is a session under this key already
     */
    public boolean create(StoredItem item, long nowMs) {
        return call("PutItem", () -> creation.create(item, nowMs));
    }

    /**
     * Changes a session. Attributes that are not named in the change are left as they are, and later times are never
     * replaced by earlier ones. A change that others have overtaken, as an attempt has that DynamoDB was late to see, is
     * refused.
     *
     * @param aliveAtMs the session must not have expired by then, in epoch milliseconds
     */
    public WriteResult update(String key, ItemChange change, long aliveAtMs) {
        return call("UpdateItem", () -> writes.update(key, change, aliveAtMs));
    }

    /**
     * Gives a session a new key.
     *
     * @param pointer what is left under the old key
     * @param moved the session under its new key
     * @param assumed an item with the attributes and the time of the last write that the session must have under its old key
     * @param aliveAtMs the session must not have expired by then, in epoch milliseconds
     * @param attempt 0 for the first; later ones wait a moment, since others are writing to the session
     */
    public WriteResult move(StoredItem pointer, StoredItem moved, StoredItem assumed, long aliveAtMs, int attempt) {
        return call("TransactWriteItems", () -> {
            Pause.beforeRetry(attempt);
            return move.move(pointer, moved, assumed, aliveAtMs);
        });
    }

    /**
     * Calls off whatever attempt to give a session a new key has not succeeded yet, one that DynamoDB is late to see
     * included. The session itself stays as it is.
     *
     * @return {@code MOVED} if one has succeeded
     */
    public WriteResult callOffMove(String key) {
        return call("UpdateItem", () -> move.callOff(key));
    }

    /**
     * Deletes a session.
     *
     * @param tombstone what is left under its key if an attempt to create it may still be under way
     * @param nowMs epoch milliseconds
     */
    public WriteResult delete(StoredItem tombstone, long nowMs) {
        return call("DeleteItem", () -> writes.delete(tombstone, nowMs));
    }

    /** Deletes a session if its stored expiry, in epoch milliseconds, is still this: nobody has prolonged it. */
    public WriteResult deleteExpired(String key, long expiryMs) {
        return call("DeleteItem", () -> writes.deleteExpired(key, expiryMs));
    }

    /** Writes a part of a big value. */
    public void putPart(StoredItem part) {
        call("PutItem", () -> {
            parts.put(part);
            return part;
        });
    }

    /** The bytes of those parts that are there, by key. */
    public Map<String, SdkBytes> parts(List<String> keys, boolean consistent) {
        return call("BatchGetItem", () -> parts.get(keys, consistent));
    }

    /** Gives parts another TTL, in epoch seconds, or none if null. */
    public void renewParts(List<String> keys, @Nullable Long ttlSeconds) {
        call("UpdateItem", () -> {
            keys.forEach(key -> parts.renew(key, ttlSeconds));
            return keys;
        });
    }

    /** Lets the item of a session say that the parts of an attribute have been renewed. */
    public void partsRenewed(String sessionKey, String attribute, PartReference renewed) {
        call("UpdateItem", () -> {
            parts.renewed(sessionKey, attribute, renewed);
            return renewed;
        });
    }

    /** Deletes a part, if it is there. */
    public void deletePart(String key) {
        call("DeleteItem", () -> {
            parts.delete(key);
            return key;
        });
    }

    /**
     * Claims the right to end an expired session, until the end of the lease in epoch milliseconds.
     *
     * @return false if another node was first, or the session has been prolonged
     */
    public boolean claim(String key, Expiry expiry, long leaseEndMs) {
        return call("UpdateItem", () -> writes.claim(key, expiry.expiryMs(), expiry.bucketMs(), leaseEndMs));
    }

    /**
     * The keys of sessions that the expiry index finds due; some may expire a little later. Empty where there is no
     * index.
     *
     * @param keyStart only keys that begin with this
     * @param limitMs only sessions that expired at or before about this time, in epoch milliseconds
     */
    public Set<String> dueKeys(String keyStart, long limitMs) {
        return call("Query", () -> expiryIndex.dueKeys(keyStart, limitMs));
    }

    /** Creates the table if it is missing; see {@link TableAdmin#createIfMissing}. */
    public boolean createTableIfMissing() {
        return tableAdmin.createIfMissing();
    }

    /** The table as it is; null if it is missing. */
    public @Nullable TableState describeTable() {
        return tableAdmin.describe();
    }

    /** Enables the TTL of a table that has none. */
    public void enableTtl() {
        tableAdmin.enableTtl();
    }

    /** Whether a call for the table failed since DynamoDB could not be reached or did not serve it: it may do so later. */
    public static boolean isAway(RuntimeException failure) {
        return failure instanceof SdkClientException
                || failure instanceof SdkServiceException refused
                        && (refused.isThrottlingException() || refused.statusCode() >= 500);
    }

    @Override
    public void close() {
        if (ownsClient) {
            client.close();
        }
    }

    private static <T extends @Nullable Object> T call(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (DynamoDbException e) {
            boolean rejected = e.awsErrorDetails() != null
                    && "ValidationException".equals(e.awsErrorDetails().errorCode());
            throw rejected ? new RejectedException(operation, e) : new UnavailableException(operation, e);
        } catch (RuntimeException e) {
            // Not only an SdkException: the SDK lets through what its HTTP client throws where an attempt times out
            // while it
            // waits for a connection (CancellationException), or where somebody has closed the client.
            throw new UnavailableException(operation, e);
        }
    }

    /** DynamoDB could not be reached or did not serve the call, retries included. It may do so later. */
    public static class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String operation, RuntimeException cause) {
            super(operation + " failed: " + cause.getMessage(), cause);
        }

        /** For a call that others came before, too often. */
        public UnavailableException(String message) {
            super(message);
        }
    }

    /** DynamoDB will never serve this call: an item above 400 KB, for instance. */
    public static final class RejectedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RejectedException(String operation, SdkException cause) {
            super(operation + " was rejected: " + cause.getMessage(), cause);
        }
    }
}
