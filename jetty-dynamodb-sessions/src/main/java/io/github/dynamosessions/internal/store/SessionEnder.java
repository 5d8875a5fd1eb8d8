package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.BackOff;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.Tombstone;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Ends sessions, each once in the cluster: the conditional write that puts the tombstone decides which caller has ended it. An
 * attempt whose answer was lost is recognized by the token in the tombstone. Thread safe.
 */
final class SessionEnder {

    private static final int MAX_ROUNDS = 20;

    private final DynamoGateway dynamo;
    private final TableSettings table;
    private final Tombstone tombstones;
    private final InstantSource clock;
    private final SessionMetrics metrics;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SessionEnder.class));

    SessionEnder(
            DynamoGateway dynamo,
            TableSettings table,
            Tombstone tombstones,
            InstantSource clock,
            SessionMetrics metrics) {
        this.dynamo = dynamo;
        this.table = table;
        this.tombstones = tombstones;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Ends a session on behalf of the application, also if other requests write to it meanwhile.
     *
     * @param known the item as this node knows it
     * @param before runs before each attempt: what it finds is what there was when the session was as the attempt expects
     * @return the item that was there; null if another call has ended it
     */
    @Nullable
    StoredItem end(StoredItem known, Runnable before) {
        known.requireKnownFormat();
        String key = key(known);
        if (!known.hasVersion()) {
            before.run();
            return endUnreadable(key) ? known : null;
        }
        String token = Tombstone.newToken();
        Map<String, AttributeValue> tombstone = tombstones.of(key, token, clock.millis());
        StoredItem item = known;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            BackOff.beforeRetry(round);
            before.run();
            WriteResult result = end(key, token, tombstone, item.version());
            if (isMine(result, token)) {
                metrics.event(Event.DESTROYED);
                return result.isDone() ? result.item() : item;
            }
            StoredItem now = result.item();
            if (now == null || !now.isLive()) {
                return null;
            }
            now.requireKnownFormat();
            if (!now.hasVersion()) {
                return endUnreadable(key(known)) ? item : null;
            }
            item = now;
        }
        throw new UnavailableException(
                "a session was written by other requests during each of " + MAX_ROUNDS + " attempts to end it");
    }

    /** Ends a session that has expired, as it was read. Refused if another request has written it since. */
    WriteResult endExpired(StoredItem item) {
        item.requireKnownFormat();
        String key = key(item);
        if (!item.hasVersion()) {
            return new WriteResult(endUnreadable(key), item);
        }
        String token = Tombstone.newToken();
        WriteResult result = end(key, token, tombstones.of(key, token, clock.millis()), item.version());
        if (isMine(result, token)) {
            metrics.event(Event.EXPIRED);
            return new WriteResult(true, item);
        }
        return result;
    }

    /** Removes the item of a public ID, which cannot be turned into a session, and says why. */
    void removeUnreadable(String id, String key, UnreadableItemException reason) {
        try {
            if (endUnreadable(key)) { // of requests that meet it at the same time, one removes it
                log.warn("Session {} is unreadable and was removed: {}", id, reason.getMessage());
            }
        } catch (UnavailableException | RejectedException e) {
            log.warn("An unreadable session is not removed yet: {}", e.getMessage());
        }
    }

    /** Removes an item that cannot be turned into a session. Whether this call has done so. */
    boolean endUnreadable(String key) {
        return endUnreadable(key, item -> true);
    }

    /** The same, if the item is as described. */
    boolean endUnreadable(String key, Predicate<StoredItem> which) {
        StoredItem item = dynamo.get(key, true);
        if (item == null || !item.isLive() || !which.test(item)) {
            return false;
        }
        item.requireKnownFormat();
        String token = Tombstone.newToken();
        long nowMs = clock.millis();
        Map<String, AttributeValue> tombstone = tombstones.of(key, token, nowMs);
        WriteResult result = dynamo.endUnreadable(key, tombstone, item.hasVersion() ? null : nowMs);
        if (isMine(result, token)) {
            metrics.event(Event.DESTROYED);
            metrics.event(Event.UNREADABLE);
            return true;
        }
        return false;
    }

    /** If no answer came, the tombstone tells whether the session has ended: its listeners are to be notified. */
    private WriteResult end(String key, String token, Map<String, AttributeValue> tombstone, long version) {
        try {
            return dynamo.end(key, tombstone, version);
        } catch (UnavailableException e) {
            StoredItem found;
            try {
                found = dynamo.getAfterFailure(key);
            } catch (UnavailableException stillAway) {
                throw e;
            }
            WriteResult result = new WriteResult(false, found);
            if (isMine(result, token)) {
                return result;
            }
            throw e;
        }
    }

    private static boolean isMine(WriteResult result, String token) {
        return result.isDone() || result.item() != null && result.item().isTombstone(token);
    }

    private String key(StoredItem item) {
        return item.values().get(table.hashKey()).s();
    }
}
