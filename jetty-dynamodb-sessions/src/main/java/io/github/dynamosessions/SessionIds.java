package io.github.dynamosessions;

import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.SessionScope;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/** The ids under which the sessions of one context are stored, which may differ from those that they have by now. */
final class SessionIds {

    private final SessionScope scope;
    private final ItemCodec items;
    private final SessionMover mover;

    SessionIds(SessionScope scope, ItemCodec items, SessionMover mover) {
        this.scope = scope;
        this.items = items;
        this.mover = mover;
    }

    /**
     * The key of a session that is to be stored.
     *
     * @throws IllegalArgumentException if the id cannot be part of a key
     */
    String key(String id) {
        String key = scope.key(id);
        if (key == null) {
            throw new IllegalArgumentException("a session id of " + id.length() + " characters cannot be a key");
        }
        return key;
    }

    /** What names the session in logs. */
    String hash(String id) {
        String key = scope.key(id);
        return SessionHash.of(key == null ? id : key);
    }

    /** The id under which a session is stored, as far as this node knows; null if it is not stored yet. */
    @Nullable
    String stored(SessionData data) {
        String key = items.storedKey(data);
        return key == null ? null : scope.id(key);
    }

    /**
     * Settles which of two ids a session has, after {@link SessionMover.UncertainMoveException}.
     *
     * @return null if there is no such session
     */
    @Nullable
    String settled(UncertainId id) {
        String oldKey = scope.key(id.oldId());
        String newKey = scope.key(id.newId());
        String key = oldKey == null || newKey == null ? null : mover.settle(oldKey, newKey);
        return key == null ? null : scope.id(key);
    }

    /** Both ids of a session that is left with two. */
    UncertainId uncertain(SessionData data, SessionMover.UncertainMoveException failure) {
        return new UncertainId(data.getId(), scope.id(failure.oldKey()));
    }
}
