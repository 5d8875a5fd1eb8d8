package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.dynamo.WriteResult.Outcome;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.function.Consumer;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/** Gives sessions new keys. Never leaves it open whether a session has its new key, unless DynamoDB stays away. */
final class SessionMover {

    /** Writes to one session while it is being moved; each lets the move start again. */
    private static final int MAX_ATTEMPTS = 20;

    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final SessionParts parts;
    private final Consumer<String> outdatedKeys;

    /** @param outdatedKeys told of each key that a session had meanwhile, and which this node did not know */
    SessionMover(ItemCodec items, DynamoGateway dynamo, SessionParts parts, Consumer<String> outdatedKeys) {
        this.items = items;
        this.dynamo = dynamo;
        this.parts = parts;
        this.outdatedKeys = outdatedKeys;
    }

    /**
     * Saves a session under a new key, and leaves a pointer under the old one. What other nodes write meanwhile is taken
     * along.
     *
     * @return false if the session was ended meanwhile
     * @throws UncertainMoveException if nobody knows whether it has its new key
     */
    boolean move(String oldKey, String newKey, SessionData data) {
        try (KeyTrail trail = new KeyTrail(oldKey, outdatedKeys)) {
            return move(oldKey, newKey, data, trail);
        }
    }

    private boolean move(String oldKey, String newKey, SessionData data, KeyTrail trail) {
        StoredItem current = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StoredItem assumed = current == null ? items.known(data) : current;
            String source = trail.current();
            long nowMs = System.currentTimeMillis();
            data.setLastSaved(Math.max(nowMs, assumed.lastSavedMs() + 1));
            StoredItem moved = items.moved(newKey, data, current);
            StoredItem pointer = items.pointer(source, newKey, nowMs);
            parts.write(moved.parts());
            WriteResult result;
            try {
                result = dynamo.move(pointer, moved, assumed, data.getAccessed(), attempt);
            } catch (UnavailableException e) {
                result = afterFailure(source, newKey, e);
            }
            boolean done = result.is(Outcome.DONE) || newKey.equals(result.movedTo());
            if (done) {
                parts.deleteReplaced(assumed, moved);
            } else if (result.is(Outcome.GONE)) {
                parts.delete(moved.parts().references());
            }
            if (done || result.is(Outcome.GONE)) {
                items.saved(data, moved); // also of one that is gone: it is not to be moved once more
                if (done) {
                    parts.keep(newKey, data, items);
                }
                if (current != null) {
                    items.setOutdated(data);
                }
                return done;
            }
            if (result.is(Outcome.MOVED)) {
                trail.follow(result.movedTo());
            }
            current = latest(trail.current(), current);
        }
        throw new UnavailableException("session " + SessionHash.of(oldKey) + " was written by others during each of "
                + MAX_ATTEMPTS + " attempts to give it a new id");
    }

    /**
     * Settles which of two keys a session has after a move of unknown outcome: for good, so that no late attempt can
     * change it.
     *
     * @return null if there is no such session
     */
    @Nullable
    String settle(String oldKey, String newKey) {
        WriteResult result = dynamo.callOffMove(oldKey);
        if (result.is(Outcome.DONE)) {
            return oldKey;
        }
        return newKey.equals(result.movedTo()) ? newKey : null;
    }

    private WriteResult afterFailure(String source, String newKey, UnavailableException failure) {
        WriteResult result;
        try {
            result = dynamo.callOffMove(source);
        } catch (UnavailableException e) {
            throw new UncertainMoveException(failure, source);
        }
        if (result.is(Outcome.GONE) || newKey.equals(result.movedTo())) {
            return result;
        }
        throw failure;
    }

    private @Nullable StoredItem latest(String key, @Nullable StoredItem otherwise) {
        StoredItem latest = dynamo.get(key);
        return latest == null ? otherwise : latest; // gone or moved: the next attempt learns which
    }

    /** Nobody knows whether a session has its new key, or still will get it. */
    static final class UncertainMoveException extends UnavailableException {
        private static final long serialVersionUID = 1;

        private final String oldKey;

        UncertainMoveException(UnavailableException cause, String oldKey) {
            super(cause.getMessage() + "; the session's id is one of two");
            this.oldKey = oldKey;
        }

        /** The key that it has if it was not moved. */
        String oldKey() {
            return oldKey;
        }
    }
}
