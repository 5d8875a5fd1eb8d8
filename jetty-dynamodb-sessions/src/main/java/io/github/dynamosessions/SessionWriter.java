package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.dynamo.WriteResult.Outcome;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves, moves and deletes sessions, and follows those that have moved meanwhile. */
final class SessionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);

    /** Rotations of one session during one request; more are no honest client. */
    private static final int MAX_MOVES = 10;

    /** Writes to one session while it is being moved; each lets the move start again. */
    private static final int MAX_MOVE_ATTEMPTS = 20;

    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final SessionParts parts;

    SessionWriter(ItemCodec items, DynamoGateway dynamo, SessionParts parts) {
        this.items = items;
        this.dynamo = dynamo;
        this.parts = parts;
    }

    /**
     * Saves what changed.
     *
     * @param lastSaveTimeMs 0 if the session is new
     */
    void save(String key, SessionData data, long lastSaveTimeMs) {
        if (lastSaveTimeMs > 0) {
            update(key, data, lastSaveTimeMs);
            return;
        }
        StoredItem item = items.encode(key, data);
        parts.write(item.parts());
        if (dynamo.create(item, System.currentTimeMillis())) {
            items.saved(data, item);
        } else {
            // Created under the same id by another request, since contexts share ids; or by an attempt of this very
            // call whose answer was lost. In both cases what this session holds belongs there.
            data.setDirty(true);
            update(key, data, lastSaveTimeMs);
        }
    }

    /** Deletes a session, wherever it is now; false if there is none. */
    boolean delete(String key) {
        String target = key;
        for (int moves = 0; moves < MAX_MOVES; moves++) {
            WriteResult result = dynamo.delete(target);
            if (!result.is(Outcome.MOVED)) {
                parts.delete(result.replaced());
                return result.is(Outcome.DONE);
            }
            target = result.movedTo();
        }
        return false;
    }

    /** Gives a session a new key. What other nodes write meanwhile is taken along. */
    void move(String oldKey, String newKey, SessionData data) {
        if (data.getLastSaved() <= 0) {
            return; // not stored yet: it will be, under its new key
        }
        String source = oldKey;
        StoredItem current = null;
        for (int attempt = 0; attempt < MAX_MOVE_ATTEMPTS; attempt++) {
            long nowMs = System.currentTimeMillis();
            data.setLastSaved(nowMs);
            StoredItem moved = items.moved(newKey, data, current);
            StoredItem assumed = current == null ? items.known(data) : current;
            parts.write(moved.parts());
            WriteResult result =
                    move(items.pointer(source, newKey, nowMs), moved, assumed, newKey, data.getAccessed(), attempt);
            switch (result.outcome()) {
                case DONE -> {
                    parts.deleteReplaced(assumed, moved);
                    data.clean();
                    items.saved(data, moved);
                    items.setOutdated(data, current != null);
                    return;
                }
                case GONE -> {
                    parts.delete(moved.parts().references());
                    logGone(source);
                    return;
                }
                case MOVED -> {
                    source = result.movedTo();
                    current = latest(source, current);
                }
                case CHANGED -> current = latest(source, current);
            }
        }
        throw new UnavailableException("session " + SessionHash.of(oldKey) + " was written by others during each of "
                + MAX_MOVE_ATTEMPTS + " attempts to give it a new id");
    }

    /** Nobody but this call knows the new key: if the session is there, it was moved, and only the answer got lost. */
    private WriteResult move(
            StoredItem pointer, StoredItem moved, StoredItem assumed, String newKey, long aliveAtMs, int attempt) {
        try {
            WriteResult result = dynamo.move(pointer, moved, assumed, aliveAtMs, attempt);
            return newKey.equals(result.movedTo()) ? WriteResult.DONE : result;
        } catch (UnavailableException e) {
            if (dynamo.get(newKey) == null) {
                throw e;
            }
            return WriteResult.DONE;
        }
    }

    private void update(String key, SessionData data, long lastSaveTimeMs) {
        String target = key;
        for (int moves = 0; moves < MAX_MOVES; moves++) {
            ItemChange change = items.changes(target, data);
            if (change.isEmpty()) {
                data.setLastSaved(lastSaveTimeMs); // Jetty has set it to now already
                return;
            }
            parts.write(change.parts());
            WriteResult result = dynamo.update(target, change, data.getAccessed());
            if (result.is(Outcome.DONE)) {
                long knownMs = items.knownLastSavedMs(data);
                items.setOutdated(data, !target.equals(key) || knownMs != 0 && result.previousSaveMs() != knownMs);
                parts.delete(saved(data, change, result));
                if (!change.parts().renewed().isEmpty()) {
                    parts.renewed(target, change.parts().renewed());
                    items.renewed(data, change.parts().renewed());
                }
                return;
            }
            parts.delete(change.parts().references());
            if (!result.is(Outcome.MOVED)) {
                break;
            }
            target = result.movedTo();
        }
        logGone(key);
        items.setOutdated(data, true);
    }

    /** Notes what was written, and gives the references that were written over. */
    private List<PartReference> saved(SessionData data, ItemChange change, WriteResult result) {
        List<PartReference> replaced = new ArrayList<>(result.replaced());
        boolean again = replaced.removeAll(PartReference.in(change.attributes().values()));
        List<PartReference> known = references(data);
        items.saved(data, change);
        if (again) {
            // An attempt whose answer was lost has written the same before. What it replaced, only this node knows.
            known.removeAll(references(data));
            replaced.addAll(known);
        }
        return replaced;
    }

    private List<PartReference> references(SessionData data) {
        return PartReference.in(items.known(data).attributes().values());
    }

    private @Nullable StoredItem latest(String key, @Nullable StoredItem otherwise) {
        StoredItem latest = dynamo.get(key);
        return latest == null ? otherwise : latest; // gone or moved: the next attempt learns which
    }

    private static void logGone(String key) {
        LOG.info("session {} was ended meanwhile, a late change of it was dropped", SessionHash.of(key));
    }
}
