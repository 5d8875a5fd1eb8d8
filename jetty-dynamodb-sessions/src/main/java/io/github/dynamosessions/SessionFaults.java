package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import io.github.dynamosessions.internal.attribute.AttributeCodec.MissingLibraryException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec.UndecodableItemException;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnreadableSessionDataException;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a fault of the store means for a request: the one place that decides. Thread safe. */
final class SessionFaults {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFaults.class);

    private final DynamoSessionDataStore store;
    private final boolean guarded;
    private final RateLimitedLog readLog = new RateLimitedLog(LOG);
    private final RateLimitedLog libraryLog = new RateLimitedLog(LOG);
    private final RateLimitedLog saveLog = new RateLimitedLog(LOG);
    private final RateLimitedLog changeLog = new RateLimitedLog(LOG);
    private final RateLimitedLog expiryLog = new RateLimitedLog(LOG);

    /**
     * For the cache of one context.
     *
     * @param store its store
     * @param guarded whether the server has a {@link SessionUnavailableHandler}
     */
    SessionFaults(DynamoSessionDataStore store, boolean guarded) {
        this.store = store;
        this.guarded = guarded;
        if (!guarded) {
            LOG.warn(
                    "the server has no SessionUnavailableHandler: a response is sent even if its session was not saved");
        }
    }

    /** Reads the session of a request. One that cannot be decoded is removed, and there is none. */
    @Nullable
    ManagedSession get(String id, SessionCall<@Nullable ManagedSession> read) throws Exception {
        try {
            return call(read);
        } catch (UnreadableSessionDataException e) {
            undecodable(id, e.getCause());
            return null;
        } catch (UnavailableException | RejectedException | MissingLibraryException e) {
            unread(e);
            if (store.options().onReadFailure == OnReadFailure.NEW_SESSION) {
                UnreadIds.add(id);
                return null;
            }
            throw failed(RequestFailure.UNAVAILABLE, e);
        }
    }

    /** Looks whether a session of an id exists. */
    boolean exists(String id, SessionCall<Boolean> check) throws Exception {
        try {
            return call(check);
        } catch (UnavailableException | RejectedException e) {
            unread(e);
            throw failed(RequestFailure.UNAVAILABLE, e);
        }
    }

    /**
     * Reads a big value when the application asks for it. If that cannot be decoded, neither can its session: it is
     * removed, under the hands of a request that is to be sent again and then finds none.
     */
    boolean load(SessionData data, BooleanSupplier read) {
        try {
            return read.getAsBoolean();
        } catch (UndecodableItemException e) {
            undecodable(Objects.requireNonNullElse(store.ids().stored(data), data.getId()), e);
            throw failed(RequestFailure.UNAVAILABLE, e);
        } catch (UnavailableException | RejectedException | MissingLibraryException e) {
            unread(e);
            throw failed(RequestFailure.UNAVAILABLE, e);
        } catch (IllegalStateException e) {
            store.writer().setOutdated(data); // it has ended elsewhere: no other request is to meet it in memory
            throw e;
        }
    }

    /** Whether a request that fails from now on can still be answered accordingly, whatever its application says. */
    boolean canReplaceResponse() {
        return guarded && RequestScope.request() != null;
    }

    /**
     * Saves the session before the response leaves. The request is marked if that fails, and answered accordingly.
     *
     * @param rotated whether the session has a new id, which must not reach the client unless it is saved
     */
    void commit(boolean rotated, SessionAction save) throws Exception {
        try {
            run(save);
        } catch (UnwriteableSessionDataException e) {
            store.metrics().event(Event.SAVE_FAILED);
            LOG.error(
                    "a session was not saved, and its request is answered 500: {}",
                    e.getCause().getMessage());
            markOrThrow(RequestFailure.UNSTORABLE, e);
        } catch (UnavailableException e) {
            store.metrics().event(Event.SAVE_FAILED);
            saveLog.warn("sessions cannot be saved: " + e.getMessage());
            if (rotated || store.options().onWriteFailure == OnWriteFailure.UNAVAILABLE) {
                markOrThrow(RequestFailure.UNAVAILABLE, e);
            }
        } catch (RuntimeException e) {
            store.metrics().event(Event.SAVE_FAILED);
            // A session listener that throws. Jetty would send the response.
            LOG.error("a session was not saved, and its request is answered 500", e);
            markOrThrow(RequestFailure.UNSTORABLE, e);
        }
    }

    /** Saves what changed since the response left, when nobody can be told any more. Whether that succeeded. */
    boolean release(ManagedSession session, SessionAction save) throws Exception {
        try {
            run(save);
            return true;
        } catch (UnwriteableSessionDataException | RuntimeException e) {
            unsaved(session, e);
            return false;
        }
    }

    private void unsaved(ManagedSession session, Exception e) {
        if (RequestFailure.ofCurrentRequest() != null
                || !session.getSessionData().isDirty()) {
            saveLog.warn("sessions cannot be saved: " + reason(e));
            return;
        }
        store.metrics().event(Event.CHANGES_LOST);
        boolean routine = e instanceof UnavailableException || e instanceof UnwriteableSessionDataException;
        LOG.error(
                "changes of session {}, made after its response was sent, are lost: {}",
                store.ids().hash(session.getId()),
                reason(e),
                routine ? null : e); // a session listener's: its trace says where
    }

    /**
     * Ends a session or gives it a new id, on behalf of the application. Null if it cannot be decoded: it has been removed.
     */
    @Nullable
    ManagedSession change(String id, SessionCall<@Nullable ManagedSession> change) throws Exception {
        try {
            return call(change);
        } catch (UnwriteableSessionDataException e) {
            store.metrics().event(Event.SAVE_FAILED);
            LOG.error("a session was not given a new id, and its request is answered 500: {}", reason(e));
            throw failed(RequestFailure.UNSTORABLE, e);
        } catch (MissingLibraryException e) {
            unread(e);
            throw failed(RequestFailure.UNAVAILABLE, e);
        } catch (UnavailableException | RejectedException e) {
            throw notChanged(e);
        } catch (UnreadableSessionDataException e) {
            undecodable(id, e.getCause());
            return null;
        }
    }

    /** Ends a session, on behalf of the application. Whether it was this that ended it. */
    boolean end(BooleanSupplier delete) {
        try {
            return delete.getAsBoolean();
        } catch (UnavailableException | RejectedException e) {
            throw notChanged(e);
        }
    }

    /**
     * Ends a session that has expired. If that fails, its listeners are not told: it is tried again, here or elsewhere. If
     * it cannot be decoded, there is nothing to tell them of.
     */
    @Nullable
    ManagedSession expire(String id, SessionCall<@Nullable ManagedSession> delete) throws Exception {
        try {
            return call(delete);
        } catch (UnreadableSessionDataException e) {
            undecodable(id, e.getCause());
            return null;
        } catch (UnavailableException | RejectedException | MissingLibraryException e) {
            notExpired(e);
            return null;
        }
    }

    /** The same, for a session that is at hand. Whether it was ended: it may have been prolonged elsewhere. */
    boolean endExpired(BooleanSupplier delete) {
        try {
            return delete.getAsBoolean();
        } catch (UnavailableException | RejectedException e) {
            notExpired(e);
            return false;
        }
    }

    /** If the application starts or stops at this moment, Jetty's store complains of its state, which is nobody's mistake. */
    private <T extends @Nullable Object> T call(SessionCall<T> call) throws Exception {
        try {
            return call.call();
        } catch (IllegalStateException e) {
            if (store.isStarted()) {
                throw e;
            }
            UnavailableException unavailable = new UnavailableException(StoreState.NOT_STARTED);
            unavailable.initCause(e); // which is not logged: Jetty's messages hold the session id
            throw unavailable;
        }
    }

    private void run(SessionAction action) throws Exception {
        call(() -> {
            action.run();
            return null;
        });
    }

    private void notExpired(RuntimeException e) {
        expiryLog.warn("expired sessions cannot be ended: " + e.getMessage());
    }

    private SessionUnavailableError notChanged(RuntimeException e) {
        store.metrics().event(Event.SAVE_FAILED);
        changeLog.warn("sessions cannot be ended or given a new id: " + e.getMessage());
        return failed(RequestFailure.UNAVAILABLE, e);
    }

    private void unread(RuntimeException e) {
        store.metrics().event(Event.READ_FAILED);
        String message = "sessions cannot be read: " + e.getMessage();
        if (e instanceof MissingLibraryException) {
            libraryLog.error(message);
        } else {
            readLog.warn(message);
        }
    }

    /** Of requests that meet it at the same time, one removes it and tells. */
    private void undecodable(String id, Throwable reason) {
        try {
            if (store.delete(id)) {
                store.metrics().event(Event.UNDECODABLE);
                LOG.warn(
                        "session {} could not be decoded and was removed: {}",
                        store.ids().hash(id),
                        reason.getMessage());
            }
        } catch (UnavailableException | RejectedException e) {
            changeLog.warn("a session that cannot be decoded is not removed yet: " + e.getMessage());
        }
    }

    /** Jetty's own message holds the session id. */
    private static @Nullable String reason(Exception e) {
        return e instanceof UnwriteableSessionDataException ? e.getCause().getMessage() : e.getMessage();
    }

    private void markOrThrow(RequestFailure failure, Exception cause) throws Exception {
        Request request = RequestScope.request();
        if (!guarded || request == null) {
            throw cause;
        }
        failure.mark(request);
    }

    /** The request is marked as well, in case the application catches the error, or answers it in its own way. */
    static SessionUnavailableError failed(RequestFailure failure, Exception cause) {
        failure.markCurrentRequest();
        return new SessionUnavailableError(failure, cause);
    }

    /** A call of Jetty's session cache. */
    @FunctionalInterface
    interface SessionCall<T extends @Nullable Object> {
        T call() throws Exception;
    }

    /** The same, without a result. */
    @FunctionalInterface
    interface SessionAction {
        void run() throws Exception;
    }
}
