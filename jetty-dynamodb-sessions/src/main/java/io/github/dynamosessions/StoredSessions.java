package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sessions of one context, one by one, for operators and for tools: without a server, without the application's
 * classes, and without a word to session listeners. Thread safe.
 *
 * <pre>{@code
 * try (StoredSessions sessions = StoredSessions.of(options, "/", "0.0.0.0")) {
 *     sessions.delete(id);
 * }
 * }</pre>
 *
 * <p>{@link #find} and {@link #delete} throw an {@code SdkException} of the AWS SDK if DynamoDB cannot be reached or
 * refuses the call.
 */
public final class StoredSessions implements AutoCloseable {

    private final SessionScope scope;
    private final OpenStore store;

    private StoredSessions(DynamoSessionOptions options, SessionScope scope) {
        this.scope = scope;
        StoreMetrics metrics = new StoreMetrics(options.metrics);
        DynamoGateway dynamo = DynamoGateway.open(options.connection, options.table, options.consistentReads, metrics);
        store = OpenStore.of(options, options.table, scope, dynamo, metrics, id -> {});
    }

    /**
     * The sessions of a context. No call is made yet.
     *
     * @param options the options of the store
     * @param contextPath the context's path, {@code /} for the root
     * @param virtualHost the context's first virtual host, {@code 0.0.0.0} if it has none
     * @return the sessions; to be closed
     */
    public static StoredSessions of(DynamoSessionOptions options, String contextPath, String virtualHost) {
        return new StoredSessions(options, new SessionScope(options.keyPrefix, contextPath, virtualHost));
    }

    /**
     * The item of a session, as {@code docs/item-format.md} describes it. Expired sessions are found as long as they are
     * in the table; the pointer that a change of id leaves behind is no session.
     *
     * @param id the session's id, without the node's name that a cookie may add to it
     * @return empty if there is no such session
     */
    public Optional<Map<String, AttributeValue>> find(String id) {
        String key = scope.key(id);
        StoredItem item = key == null ? null : call(() -> store.dynamo().get(key));
        return Optional.ofNullable(item).map(StoredItem::values);
    }

    /**
     * Ends a session as a logout does, but for its listeners: no late write brings it back. Where its id
     * has just been changed, the session is ended under its new one.
     *
     * @param id the session's id, without the node's name that a cookie may add to it
     * @return false if there is no such session
     */
    public boolean delete(String id) {
        String key = scope.key(id);
        return key != null && call(() -> store.writer().delete(key));
    }

    /**
     * What stands for a session in the log: twelve hexadecimal digits.
     *
     * @param key the hash key of the session's item
     * @return the start of a SHA-256 hash of it
     */
    public static String hash(String key) {
        return SessionHash.of(key);
    }

    @Override
    public void close() {
        store.close();
    }

    /** What the gateway throws is for us alone. */
    private static <T extends @Nullable Object> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (DynamoGateway.UnavailableException | DynamoGateway.RejectedException e) {
            if (e.getCause() instanceof SdkException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
