package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.Tombstone;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Finds expired sessions by the index and ends them, each once in the cluster. Removes old tombstones where there is no TTL. */
final class Scavenger {

    private final SessionScope scope;
    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final SessionEnder ender;
    private final LargeAttributes large;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(Scavenger.class));

    Scavenger(SessionScope scope, ItemCodec items, DynamoGateway dynamo, SessionEnder ender, LargeAttributes large) {
        this.scope = scope;
        this.items = items;
        this.dynamo = dynamo;
        this.ender = ender;
        this.large = large;
    }

    /**
     * Ends the sessions of this context that had expired at a time in epoch milliseconds.
     *
     * @param ending receives each item before it is ended; gives what to do at once after this call has ended it, so that a
     *     later failure loses none, or null to leave it
     */
    void endExpired(long timeMs, Function<StoredItem, @Nullable Runnable> ending) {
        end(scope.keyStart(), timeMs, key -> true, ending);
    }

    /** Ends expired sessions of other contexts under the same prefix, which may have no node left. No listener is notified. */
    void endOrphans(long timeMs) {
        String anyContext = scope.keyPrefix() + '/'; // and of no longer prefix
        end(anyContext, timeMs, key -> !key.startsWith(scope.keyStart()), item -> () -> large.deleteAll(item));
    }

    private void end(
            String keyStart, long timeMs, Predicate<String> which, Function<StoredItem, @Nullable Runnable> ending) {
        for (String key : dynamo.dueKeys(scope.keyPrefix(), keyStart, timeMs)) {
            if (scope.isKey(key) && which.test(key)) {
                try {
                    end(key, timeMs, ending);
                } catch (UnavailableException e) {
                    throw e; // the others would wait for the same
                } catch (Throwable e) {
                    log.warn("An expired session is left to the next turn, key '" + key + "': " + e);
                }
            }
        }
    }

    private void end(String key, long timeMs, Function<StoredItem, @Nullable Runnable> ending) {
        @Nullable
        StoredItem item = dynamo.get(key, true); // the listeners get it, also if the answer of the end is lost
        if (item != null && !item.isLive()) {
            if (Tombstone.isDue(item, timeMs)) {
                dynamo.deleteTombstone(item);
            }
        } else if (item != null && (item.expiry().hasPassed(timeMs) || items.isCorrupt(item))) {
            Runnable ended = ending.apply(item);
            if (ended != null && ender.endExpired(item).isDone()) {
                ended.run();
            }
        }
    }
}
