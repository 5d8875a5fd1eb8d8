package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    private final SessionParts parts;
    private final SessionMover mover;
    private final SessionMetrics metrics;
    private final Consumer<String> outdatedKeys;

    /** @param outdatedKeys told of each key at which a copy that this node keeps of a changed session is outdated */
    SessionWriter(
            ItemCodec items,
            DynamoGateway dynamo,
            SessionParts parts,
            SessionMover mover,
            SessionMetrics metrics,
            Consumer<String> outdatedKeys) {
        this.items = items;
        this.dynamo = dynamo;
        this.parts = parts;
        this.mover = mover;
        this.metrics = metrics;
        this.outdatedKeys = outdatedKeys;
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

    /** Whether another node or request may have changed the session: this data must not serve another request. */
    boolean isOutdated(SessionData data) {
        return items.isOutdated(data);
    }

    void setOutdated(SessionData data) {
        items.setOutdated(data);
    }

    void setRemembered(SessionData data) {
        items.setRemembered(data);
    }

    /** Deletes a session, wherever it is now; false if there is none. */
    boolean delete(String key) {
        try (KeyTrail trail = new KeyTrail(key, outdatedKeys)) {
            trail.include(key);
            return delete(key, trail);
        }
    }

    private boolean delete(String key, KeyTrail trail) {
        long nowMs = System.currentTimeMillis();
        for (int attempt = 0; attempt < MAX_MOVES + MAX_OVERTAKINGS; attempt++) {
            WriteResult result = dynamo.delete(items.pointer(trail.current(), "", nowMs), nowMs);
            switch (result.outcome()) {
                case DONE -> {
                    metrics.event(Event.DESTROYED);
                    parts.delete(result.replaced());
                    return true;
                }
                case MOVED -> trail.follow(result.movedTo());
                case OVERTAKEN -> nowMs = Math.max(System.currentTimeMillis(), result.previousSaveMs() + 1);
                case GONE, CHANGED -> {
                    return false;
                }
            }
        }
        throw outrun(key, "end");
    }

    /** For what others came before, too often. */
    private static UnavailableException outrun(String key, String what) {
        return new UnavailableException(
                "session " + SessionHash.of(key) + " was moved or written by others during each of "
                        + (MAX_MOVES + MAX_OVERTAKINGS) + " attempts to " + what + " it");
    }

    private void create(String key, SessionData data, long lastSaveTimeMs) {
        StoredItem item = items.encode(key, data);
        parts.write(item.parts());
        if (dynamo.create(item, System.currentTimeMillis())) {
            items.saved(data, item);
            parts.keep(key, data, items);
            metrics.event(Event.CREATED);
        } else {
            // Created under the same id by another request, since contexts share ids; or by an attempt of this very
            // call whose answer was lost. In both cases what this session holds belongs there, and nobody knows what
            // is.
            data.setDirty(true);
            items.saved(data, item.withoutAttributes());
            update(key, data, data.getLastSaved());
        }
    }

    private void update(String key, SessionData data, long lastSaveTimeMs) {
        try (KeyTrail trail = new KeyTrail(key, outdatedKeys)) {
            update(key, data, lastSaveTimeMs, trail);
        }
    }

    private void update(String key, SessionData data, long lastSaveTimeMs, KeyTrail trail) {
        boolean written = false;
        for (int attempt = 0; attempt < MAX_MOVES + MAX_OVERTAKINGS; attempt++) {
            String target = trail.current();
            ItemChange change = items.changes(target, data);
            if (change.isEmpty()) {
                data.setLastSaved(lastSaveTimeMs); // Jetty has set it to now already
                return;
            }
            parts.write(change.parts());
            WriteResult result = dynamo.update(target, change, data.getAccessed());
            switch (result.outcome()) {
                case DONE -> {
                    if (!written && mayBeUndone(data, change, result)) {
                        written = true;
                        parts.delete(replacedByOthers(change, result));
                        continue;
                    }
                    long knownMs = items.knownLastSavedMs(data);
                    if (!target.equals(key) || knownMs != 0 && result.previousSaveMs() != knownMs) {
                        items.setOutdated(data);
                    }
                    parts.delete(saved(data, change, result));
                    renewed(target, data, change.parts().renewed());
                    parts.keep(target, data, items);
                    return;
                }
                case MOVED -> trail.follow(result.movedTo());
                // Somebody waits for this write, so it is none that comes too late: it is made again, as a new one.
                case OVERTAKEN -> data.setLastSaved(Math.max(System.currentTimeMillis(), result.previousSaveMs() + 1));
                case GONE -> {
                    parts.delete(change.parts().references());
                    endedMeanwhile(key, data);
                    return;
                }
                case CHANGED -> {
                    endedMeanwhile(key, data);
                    return;
                }
            }
            // The parts of a refused change are left to their TTL: an attempt whose answer was lost may have stored it.
        }
        throw outrun(key, "save");
    }

    /**
     * Whether the parts of this change may be deleted by somebody else: who has replaced them after an attempt whose answer
     * was lost, and before the one that was answered. What they have written was replaced in turn; the value is written once
     * more, to parts that nobody knows.
     */
    private boolean mayBeUndone(SessionData data, ItemChange change, WriteResult result) {
        if (change.parts().spilled().isEmpty()) {
            return false;
        }
        List<PartReference> replaced = replacedByOthers(change, result);
        replaced.removeAll(references(data));
        return !replaced.isEmpty();
    }

    /** What was written over, but for what this very change had written before. */
    private static List<PartReference> replacedByOthers(ItemChange change, WriteResult result) {
        List<PartReference> replaced = new ArrayList<>(result.replaced());
        replaced.removeAll(change.parts().references());
        return replaced;
    }

    private void endedMeanwhile(String key, SessionData data) {
        LOG.info("session {} was ended meanwhile, a late change of it was dropped", SessionHash.of(key));
        items.setOutdated(data);
    }

    /** Notes what was written, and gives the references that were written over. */
    private List<PartReference> saved(SessionData data, ItemChange change, WriteResult result) {
        List<PartReference> replaced = new ArrayList<>(result.replaced());
        if (replaced.isEmpty()
                || !replaced.removeAll(PartReference.in(change.attributes().values()))) {
            noteSaved(data, change, result);
            return replaced;
        }
        // An attempt whose answer was lost has written the same before. What it replaced, only this node knows.
        List<PartReference> known = references(data);
        noteSaved(data, change, result);
        known.removeAll(references(data));
        replaced.addAll(known);
        return replaced;
    }

    private void noteSaved(SessionData data, ItemChange change, WriteResult result) {
        data.setLastSaved(Math.max(change.lastSavedMs(), result.savedMs()));
        items.saved(data, change, data.getLastSaved());
    }

    private List<PartReference> references(SessionData data) {
        return PartReference.in(items.known(data).attributes().values());
    }

    private void renewed(String key, SessionData data, Map<String, PartReference> renewed) {
        if (!renewed.isEmpty()) {
            parts.renewed(key, renewed);
            items.renewed(data, renewed);
        }
    }
}
