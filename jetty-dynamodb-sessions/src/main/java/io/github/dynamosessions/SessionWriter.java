package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.dynamo.WriteResult.Outcome;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import org.eclipse.jetty.session.SessionData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves and deletes sessions, and follows those that have moved meanwhile. */
final class SessionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    /** Rotations of one session during one request; more are no honest client. */
    private static final int MAX_MOVES = 10;

    /** Later writes of others while one is under way; each lets it start again. */
    private static final int MAX_OVERTAKINGS = 10;

    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final SessionMetrics metrics;
    private final SessionMover mover;

    SessionWriter(ItemCodec items, DynamoGateway dynamo, SessionMetrics metrics) {
        this.items = items;
        this.dynamo = dynamo;
        this.metrics = metrics;
        this.mover = new SessionMover(items, dynamo);
    }

    /**
     * Saves what changed. A session that has been given a new id since it was stored is stored under that id from now on,
     * and no longer under the old one.
     *
     * @param lastSaveTimeMs 0 if the session is new
     */
    void save(String key, SessionData data, long lastSaveTimeMs) {
        // Writes are ordered by this time: a later one than the last that this node knows of, whatever the clocks say.
        data.setLastSaved(Math.max(data.getLastSaved(), items.knownLastSavedMs(data) + 1));
        String storedKey = items.storedKey(data);
        if (lastSaveTimeMs <= 0) {
            create(key, data, lastSaveTimeMs);
        } else if (storedKey == null || storedKey.equals(key)) {
            update(key, data, lastSaveTimeMs);
        } else if (!mover.move(storedKey, key, data)) {
            endedMeanwhile(storedKey, data);
        }
    }

    /** Whether another node has changed the session, so that this data must not serve another request. */
    boolean isOutdated(SessionData data) {
        return items.isOutdated(data);
    }

    void setOutdated(SessionData data) {
        items.setOutdated(data, true);
    }

    /** Deletes a session, wherever it is now; false if there is none. */
    boolean delete(String key) {
        String target = key;
        for (int moves = 0; moves < MAX_MOVES; moves++) {
            long nowMs = System.currentTimeMillis();
            WriteResult result = dynamo.delete(items.pointer(target, "", nowMs), nowMs);
            if (result.is(Outcome.DONE)) {
                metrics.event(Event.DESTROYED);
                return true;
            }
            if (!result.is(Outcome.MOVED)) {
                return false;
            }
            target = result.movedTo();
        }
        return false;
    }

    private void create(String key, SessionData data, long lastSaveTimeMs) {
        StoredItem item = items.encode(key, data);
        if (dynamo.create(item, System.currentTimeMillis())) {
            items.saved(data, item);
            metrics.event(Event.CREATED);
        } else {
            // Created under the same id by another request, since contexts share ids; or by an attempt of this very
            // call whose answer was lost. In both cases what this session holds belongs there.
            data.setDirty(true);
            update(key, data, lastSaveTimeMs);
            items.saved(data, item);
        }
    }

    private void update(String key, SessionData data, long lastSaveTimeMs) {
        String target = key;
        for (int attempt = 0; attempt < MAX_MOVES + MAX_OVERTAKINGS; attempt++) {
            ItemChange change = items.changes(target, data);
            if (change.isEmpty()) {
                data.setLastSaved(lastSaveTimeMs); // Jetty has set it to now already
                return;
            }
            WriteResult result = dynamo.update(target, change, data.getAccessed());
            switch (result.outcome()) {
                case DONE -> {
                    long knownMs = items.knownLastSavedMs(data);
                    items.setOutdated(data, !target.equals(key) || knownMs != 0 && result.previousSaveMs() != knownMs);
                    items.saved(data, change);
                    return;
                }
                case MOVED -> target = result.movedTo();
                // Somebody waits for this write, so it is none that comes too late: it is made again, as a new one.
                case OVERTAKEN -> data.setLastSaved(Math.max(System.currentTimeMillis(), result.previousSaveMs() + 1));
                case GONE, CHANGED -> {
                    endedMeanwhile(key, data);
                    return;
                }
            }
        }
        throw new UnavailableException(
                "session " + SessionHash.of(key) + " was moved or written by others during each of "
                        + (MAX_MOVES + MAX_OVERTAKINGS) + " attempts to save it");
    }

    private void endedMeanwhile(String key, SessionData data) {
        LOG.info("session {} was ended meanwhile, a late change of it was dropped", SessionHash.of(key));
        items.setOutdated(data, true);
    }
}
