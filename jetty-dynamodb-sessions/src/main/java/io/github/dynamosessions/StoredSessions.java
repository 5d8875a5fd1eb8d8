package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import io.github.dynamosessions.internal.store.SessionStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sessions of one context, one by one, for operators and for tools: without a server, without the application's classes,
 * and without notifying session listeners. Thread safe.
 *
 * <pre>{@code
 * try (StoredSessions sessions = StoredSessions.of(options, "/", "0.0.0.0")) {
 *     sessions.delete(id);
 * }
 * }</pre>
 *
 * <p>{@link #find} and {@link #delete} throw an {@code SdkException} of the AWS SDK if DynamoDB cannot be reached or refuses the
 * call, or if the session is written by others without a pause; and an {@code IllegalStateException} once this is closed.
 */
public final class StoredSessions implements AutoCloseable {

    private final SessionStore store;

    private StoredSessions(DynamoSessionOptions options, SessionScope scope) {
        store = SessionStore.open(options.storeSettings(), scope, new StoreMetrics(options.metrics));
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
     * The item of a session, as {@code docs/item-format.md} describes it. Expired sessions are found as long as they are in
     * the table; the tombstone of one that has ended is no session.
     *
     * @param id the session's public ID, as {@code session.getId()} gives it; not the cookie
     * @return empty if there is no such session
     */
    public Optional<Map<String, AttributeValue>> find(String id) {
        return Optional.ofNullable(call(() -> store.findItem(id))).map(StoredItem::values);
    }

    /**
     * Ends a session as a logout does, but without notifying its listeners: no delayed write brings it back.
     *
     * @param id the session's public ID, as {@code session.getId()} gives it; not the cookie
     * @return false if there is no such session
     */
    public boolean delete(String id) {
        return call(() -> store.end(id));
    }

    @Override
    public void close() {
        store.close();
    }

    /** What the gateway throws is internal. */
    private <T extends @Nullable Object> T call(Supplier<T> call) {
        if (store.isClosed()) {
            throw new IllegalStateException("closed");
        }
        try {
            return call.get();
        } catch (DynamoGateway.UnavailableException | DynamoGateway.RejectedException e) {
            throw e.getCause() instanceof SdkException cause ? cause : SdkClientException.create(e.getMessage(), e);
        }
    }
}
