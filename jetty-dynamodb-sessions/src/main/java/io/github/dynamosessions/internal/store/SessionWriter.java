package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.BackOff;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.JoinedSessionChangedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.NotSentException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.JoinedSession;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Saves sessions. A write that is refused has met another one: what is left to write is computed against the item that came back
 * with the refusal, and written again. An attempt whose answer was lost is recognized by what it has left there. Thread safe.
 */
public final class SessionWriter {

    /** Writes of others while one is made; each lets it start again. */
    private static final int MAX_ROUNDS = 20;

    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SessionWriter.class));
    private final ItemCodec items;
    private final DynamoGateway dynamo;
    private final LargeAttributes large;
    private final SessionEnder ender;
    private final InstantSource clock;
    private final SessionMetrics metrics;

    SessionWriter(
            ItemCodec items,
            DynamoGateway dynamo,
            LargeAttributes large,
            SessionEnder ender,
            InstantSource clock,
            SessionMetrics metrics) {
        this.items = items;
        this.dynamo = dynamo;
        this.large = large;
        this.ender = ender;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Saves what has changed, a new ID included.
     *
     * @return whether anything was written
     * @throws RotationLostException if another request has changed the ID first: nothing is stored
     * @throws RotationInDoubtException if it is unknown whether the ID has changed
     */
    boolean save(TrackedSessionData data) {
        return save(data, List.of(), expired -> () -> {});
    }

    /**
     * The same, and if the session is new, it takes over the ID of sessions of other contexts.
     *
     * @param ending what to do once an expired session is ended that was there; null if this node cannot end it
     * @throws RotationLostException also if one of those was ended
     */
    boolean save(TrackedSessionData data, List<JoinedSession> joined, Function<StoredItem, @Nullable Runnable> ending) {
        if (data.hasEnded()) {
            return false;
        }
        data.setLastSaved(clock.millis());
        try {
            return data.stored() == null ? create(data, joined, ending) : update(data);
        } catch (RotationLostException e) {
            large.deleteWritten(data); // no attempt that refers to them can be executed any more
            throw e;
        }
    }

    private boolean create(
            TrackedSessionData data, List<JoinedSession> joined, Function<StoredItem, @Nullable Runnable> ending) {
        ItemCodec.Encoded encoded = items.encode(data);
        large.write(data, encoded.chunks());
        StoredItem item = encoded.item();
        StoredItem tombstone = null;
        boolean replaces = !joined.isEmpty(); // where the session has ended alone: the others that have its ID live
        for (int round = 0; ; round++) {
            BackOff.beforeRetry(round);
            WriteResult result = create(item, tombstone, joined, data);
            if (result.isDone()) {
                data.setCreated(item);
                metrics.event(Event.CREATED);
                return true;
            }
            StoredItem found = result.item();
            tombstone = null;
            if (found == null) {
                continue;
            }
            if (!found.isLive()) {
                if (!replaces) {
                    return endedMeanwhile(data);
                }
                tombstone = found;
                item = item.above(found.hasVersion() ? found.version() : clock.millis());
            } else if (items.isCorrupt(found)) {
                replaces |= ender.endUnreadable(items.key(data));
            } else if (found.expiry().hasPassed(clock.millis())) {
                replaces |= endExpired(found, ending);
            } else if (!isOpenedAsBy(found, data)) {
                throw new RotationLostException(data.getId());
            } else {
                // Created by another request of this client, or by an attempt of this very call.
                items.check(found);
                data.setCreatedByOther(found);
                return update(data);
            }
        }
    }

    private boolean endExpired(StoredItem found, Function<StoredItem, @Nullable Runnable> ending) {
        Runnable ended = ending.apply(found);
        if (ended == null) {
            throw new UnavailableException("an expired session has to be ended by a node that can read it");
        }
        boolean isDone = ender.endExpired(found).isDone();
        if (isDone) {
            ended.run();
        }
        return isDone;
    }

    private WriteResult create(
            StoredItem item, @Nullable StoredItem tombstone, List<JoinedSession> joined, TrackedSessionData data) {
        try {
            return dynamo.create(item, tombstone, joined);
        } catch (JoinedSessionChangedException e) {
            throw new RotationLostException(data.getId());
        }
    }

    private static boolean isOpenedAsBy(StoredItem found, TrackedSessionData data) {
        SessionCookie cookie = data.cookie();
        return cookie == null ? found.verifier() == null : cookie.opens(found);
    }

    private boolean update(TrackedSessionData data) {
        String key = items.key(data);
        boolean written = false;
        for (int round = 0; round < MAX_ROUNDS; ) {
            ItemChange change = items.changes(data);
            if (change.isEmpty()) {
                return written;
            }
            large.write(data, change.chunks());
            WriteResult result = write(key, data, change);
            if (result.isDone()) {
                data.setSaved(change);
                large.deleteReplaced(data, change);
                written = true;
                if (change.isWhole()) {
                    return true;
                }
                continue;
            }
            StoredItem now = result.item();
            if (now == null || !now.isLive()) {
                return endedMeanwhile(data);
            }
            if (items.isCorrupt(now)) {
                ender.endUnreadable(key);
                return endedMeanwhile(data);
            }
            items.check(now);
            if (now.expiry().hasPassed(data.getAccessed())) {
                return endedMeanwhile(data);
            }
            if (data.isRotating()
                    && Objects.equals(now.verifier(), data.cookie().verifier())) {
                data.setSaved(change, now);
            } else if (data.isRotating() && now.idVersion() != data.knownIdVersion()) {
                throw new RotationLostException(data.getId());
            } else {
                data.setStored(now);
            }
            BackOff.beforeRetry(++round);
        }
        throw new UnavailableException("session " + data.getId() + " was written by other requests during each of "
                + MAX_ROUNDS + " attempts to save it");
    }

    private WriteResult write(String key, TrackedSessionData data, ItemChange change) {
        try {
            return dynamo.update(key, change, data.getAccessed());
        } catch (RejectedException e) {
            // What is no number cannot be raised.
            if (ender.endUnreadable(key, items::isCorrupt)) {
                return new WriteResult(false, null);
            }
            throw e;
        } catch (UnavailableException e) {
            if (!data.isRotating() || e instanceof NotSentException) {
                throw e;
            }
            return calledOff(key, data, e);
        }
    }

    /**
     * After a rotation without an answer, which may have happened or may still happen: makes sure that it does not happen any
     * more.
     *
     * @return refused, if it has happened
     */
    private WriteResult calledOff(String key, TrackedSessionData data, UnavailableException failure) {
        WriteResult result;
        boolean interrupted = Thread.interrupted(); // which may be what has ended the call before
        try {
            result = dynamo.callOffRotation(key, data.knownIdVersion());
        } catch (UnavailableException e) {
            throw new RotationInDoubtException(failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        StoredItem now = result.item();
        boolean hasEnded = !result.isDone() && (now == null || !now.isLive());
        if (hasEnded
                || now != null && Objects.equals(now.verifier(), data.cookie().verifier())) {
            return result;
        }
        throw failure;
    }

    private boolean endedMeanwhile(TrackedSessionData data) {
        large.deleteWritten(data);
        log.info("Session {} was ended by another request, a change of it was dropped", data.getId());
        data.setEnded();
        return false;
    }

    /**
     * Another request has changed the ID of the session first, or ended the session of another context whose ID a new one takes
     * over. This one must not get the new ID, nor change what it opens.
     */
    public static final class RotationLostException extends UnavailableException {
        private static final long serialVersionUID = 1;

        public RotationLostException(String id) {
            super("another request has changed the ID of session " + id + ", or has ended it, at the same time");
        }
    }

    /** It is unknown whether the ID of a session has changed. */
    public static final class RotationInDoubtException extends UnavailableException {
        private static final long serialVersionUID = 1;

        public RotationInDoubtException(RuntimeException cause) {
            super(cause.getMessage() + "; the session's ID is in doubt");
        }
    }
}
