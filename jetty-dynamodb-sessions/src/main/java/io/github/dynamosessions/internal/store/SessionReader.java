package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.BackOff;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.SessionHandle;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The one way for a cookie to its session: the secret is compared before anything of the item is deserialized, ended or
 * changed. Thread safe.
 */
final class SessionReader {

    private static final int MAX_ROUNDS = 10;

    private final SessionScope scope;
    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final SessionEnder ender;
    private final InstantSource clock;
    private final boolean consistentReads;

    SessionReader(
            SessionScope scope,
            ItemCodec items,
            DynamoGateway dynamo,
            SessionEnder ender,
            InstantSource clock,
            boolean consistentReads) {
        this.scope = scope;
        this.items = items;
        this.dynamo = dynamo;
        this.ender = ender;
        this.clock = clock;
        this.consistentReads = consistentReads;
    }

    /** Fills session data with the session that a cookie opens. One that has expired is ended, one that is unreadable removed. */
    SessionStore.Reading read(TrackedSessionData data, SessionCookie cookie) {
        String key = scope.key(cookie.handle().selector());
        if (key == null) {
            return SessionStore.Reading.ABSENT;
        }
        try {
            return read(key, data, cookie);
        } catch (UnreadableItemException e) {
            ender.removeUnreadable(cookie.handle().id(), key, e);
            return SessionStore.Reading.ABSENT;
        }
    }

    private SessionStore.Reading read(String key, TrackedSessionData data, SessionCookie cookie) {
        StoredItem item = get(key, cookie);
        for (int round = 0; round < MAX_ROUNDS && item != null && item.isLive(); round++) {
            if (!cookie.opens(item)) {
                if (item.verifier() == null) {
                    item.requireKnownFormat(); // which may keep its verifier elsewhere
                }
                return hasExpired(item)
                        ? SessionStore.Reading.ABSENT // the scavenger ends it, or what is created in its place
                        : SessionStore.Reading.NOT_OPENED;
            }
            items.decode(item, data);
            data.setCookie(cookie);
            if (!data.isExpiredAt(clock.millis())) {
                return SessionStore.Reading.FOUND;
            }
            WriteResult result = ender.endExpired(item);
            if (result.isDone()) {
                return SessionStore.Reading.EXPIRED;
            }
            item = result.item(); // another request has prolonged it, or ended it
        }
        return SessionStore.Reading.ABSENT;
    }

    /** Whether a cookie opens a session. */
    boolean exists(SessionCookie cookie) {
        String key = scope.key(cookie.handle().selector());
        StoredItem item = key == null ? null : dynamo.identity(key, true);
        boolean opens =
                openedBy(cookie, item) != null || cookie.former() != null && openedBy(cookie.former(), item) != null;
        return opens && !item.expiry().hasPassed(clock.millis());
    }

    /**
     * The item of the session that a cookie opens; null if there is none, or an expired one. Nothing is deserialized.
     *
     * @throws RotationLostException if another secret opens it
     */
    @Nullable
    StoredItem opened(SessionCookie cookie) {
        String key = scope.key(cookie.handle().selector());
        StoredItem item = key == null ? null : get(key, cookie);
        if (item == null || !item.isLive() || hasExpired(item)) {
            return null;
        }
        if (!cookie.opens(item)) {
            throw new RotationLostException(cookie.handle().id());
        }
        if (items.isCorrupt(item)) {
            ender.endUnreadable(key);
            return null;
        }
        items.check(item);
        return item;
    }

    /** Fills session data with a session, whichever secret opens it, for a logout in another context that has verified its own. */
    boolean readForEnd(TrackedSessionData data, SessionCookie cookie) {
        String key = scope.key(cookie.handle().selector());
        StoredItem item = key == null ? null : dynamo.get(key, true);
        if (item == null || !item.isLive()) {
            return false;
        }
        try {
            items.decode(item, data);
            return true;
        } catch (UnreadableItemException e) {
            ender.removeUnreadable(cookie.handle().id(), key, e);
            return false;
        }
    }

    /** The session of a public ID, for callers that are no client. Gives an expired one too. */
    @Nullable
    StoredItem trusted(String id) {
        SessionHandle handle = SessionHandle.of(id);
        String key = scope.key(handle.selector());
        StoredItem item = key == null ? null : dynamo.get(key, true);
        return item != null && item.isLive() && item.rotation().equals(handle.rotation()) ? item : null;
    }

    private @Nullable StoredItem get(String key, SessionCookie cookie) {
        if (cookie.former() != null) {
            return completed(key, cookie, cookie.former());
        }
        StoredItem item = dynamo.get(key, consistentReads);
        // An eventually consistent read may miss a session, or its last rotation.
        return !consistentReads && openedBy(cookie, item) == null ? dynamo.get(key, true) : item;
    }

    /**
     * Completes a session ID rotation of which it was in doubt whether it has happened. The client keeps its cookie, since in
     * another context the rotation may still be incomplete.
     */
    private @Nullable StoredItem completed(String key, SessionCookie cookie, SessionCookie former) {
        StoredItem item = dynamo.get(key, true);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            long nowMs = clock.millis();
            if (openedBy(former, item) == null) {
                return item;
            }
            items.check(item);
            if (item.expiry().hasPassed(nowMs)) {
                return null; // the scavenger ends it
            }
            BackOff.beforeRetry(round);
            ItemChange change = items.rotation(item, cookie, nowMs);
            WriteResult result = dynamo.update(key, change, nowMs);
            item = result.isDone() ? item.after(change) : result.item();
        }
        throw new UnavailableException("session " + cookie + " was written by other requests during each of "
                + MAX_ROUNDS + " attempts to complete the rotation of its ID");
    }

    private boolean hasExpired(StoredItem item) {
        try {
            return item.expiry().hasPassed(clock.millis());
        } catch (UnreadableItemException e) {
            return false; // only who has the secret is to find that out
        }
    }

    private static @Nullable StoredItem openedBy(SessionCookie cookie, @Nullable StoredItem item) {
        return item != null && item.isLive() && cookie.opens(item) ? item : null;
    }
}
