package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.attribute.AttributeCodec.SerializerFailedException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import io.github.dynamosessions.internal.store.SessionStore;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The one place that everything passes which Jetty calls for a session. What is thrown there, by the store, a serializer or a
 * listener, has one meaning for the request, decided here: Jetty would make "no session" or a log line of it. An interrupt of the
 * thread is for the application: it is set aside meanwhile and restored. Thread safe.
 */
final class Boundary {

    private final Supplier<SessionStore> store;
    private final SessionPolicy policy;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(Boundary.class));

    /** For the cache of one context. */
    Boundary(Supplier<SessionStore> store, SessionPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    /** Whether a request that fails from now on can still be answered accordingly, whatever its application says. */
    boolean canReplaceResponse() {
        return RequestScope.request() != null;
    }

    /**
     * Reads a session, or whether there is one.
     *
     * @param id the public ID
     * @param absent what stands for "no session"
     * @throws SessionUnavailableError if it cannot be read now
     * @throws RuntimeException of a serializer of the application
     */
    <T> T read(String id, T absent, Supplier<T> read) {
        return withoutInterrupt(() -> {
            try {
                return read.get();
            } catch (UnavailableException | RejectedException | UnsupportedFormatException e) {
                SessionUnavailableError error = unread(e);
                if (policy.newSessionAfterFailedRead()) {
                    RequestedIds.ofCurrentRequest().setUnread();
                    return absent;
                }
                throw failed(error);
            } catch (SerializerFailedException | SessionUnavailableError e) {
                throw e;
            } catch (Throwable e) {
                log.error("Cannot read session {}", id, e);
                throw failed(new SessionUnavailableError(RequestFailure.UNAVAILABLE, e));
            }
        });
    }

    /**
     * Reads a large attribute when the application asks for it. If it is unreadable, so is its session: it is removed, and the
     * request is to be sent again, which then finds none.
     */
    <T> T readAttribute(String id, Supplier<T> read) {
        return withoutInterrupt(() -> {
            try {
                return read.get();
            } catch (UnreadableItemException e) {
                store.get().removeUnreadable(id, e);
                throw failed(new SessionUnavailableError(RequestFailure.UNAVAILABLE, e));
            } catch (UnavailableException | RejectedException | UnsupportedFormatException e) {
                throw failed(unread(e));
            } catch (RuntimeException | SessionUnavailableError e) {
                throw e; // a serializer of the application, or a session that has ended meanwhile
            } catch (Throwable e) {
                log.error("Cannot read an attribute of session {}", id, e);
                throw failed(new SessionUnavailableError(RequestFailure.UNAVAILABLE, e));
            }
        });
    }

    /**
     * Saves a session before the response leaves. The request is marked if that fails, and answered accordingly.
     *
     * @param rotating whether the session has a new ID, which must not reach the client unless it is saved
     * @return whether it is saved
     */
    boolean commit(boolean rotating, Runnable save) throws Exception {
        RequestFailure failure = null;
        Throwable cause = null;
        try {
            withoutInterrupt(save);
            return true;
        } catch (UnavailableException e) {
            notSaved(e);
            if (rotating || policy.unavailableAfterFailedWrite()) {
                failure = RequestFailure.UNAVAILABLE;
                cause = e;
            }
        } catch (UnsupportedFormatException e) { // of a session in another context
            failure = RequestFailure.UNAVAILABLE;
            cause = unread(e);
        } catch (SessionUnavailableError e) { // of a listener that reads an attribute
            failure = e.failure();
            cause = e;
        } catch (Throwable e) {
            failure = notStored("A session was not saved", e);
            cause = e;
        }
        if (failure != null) {
            mark(failure, cause);
        }
        return false;
    }

    /** A rotation that has lost is no fault of the store. */
    private void notSaved(UnavailableException e) {
        store.get().metrics().event(Event.SAVE_FAILED);
        if (e instanceof RotationLostException) {
            log.info("A change is not saved: {}", e.getMessage());
        } else {
            log.warn("Sessions cannot be saved: {}", e.getMessage());
        }
    }

    private void mark(RequestFailure failure, Throwable cause) throws Exception {
        Request request = RequestScope.request();
        if (request != null) {
            failure.mark(request);
        } else if (cause instanceof Exception exception) {
            throw exception; // Jetty logs it
        }
    }

    /** Saves what has changed since the response left: the client cannot be notified of a failure any more. */
    void release(String id, boolean dirty, Runnable save) {
        try {
            withoutInterrupt(save);
        } catch (Throwable e) {
            if (!dirty || RequestFailure.ofCurrentRequest() != null) {
                log.warn("Sessions cannot be saved: {}", e.getMessage());
                return;
            }
            store.get().metrics().event(Event.CHANGES_LOST);
            log.error(
                    "Changes of session {}, made after its response was sent, are lost: {}",
                    id,
                    e.getMessage(),
                    isRoutine(e) ? null : e);
        }
    }

    /**
     * Creates a session, ends it or changes its ID, on behalf of the application.
     *
     * @throws SessionUnavailableError if that fails
     */
    <T extends @Nullable Object> T change(String what, Supplier<T> change) {
        return withoutInterrupt(() -> {
            try {
                return change.get();
            } catch (UnavailableException e) {
                store.get().metrics().event(Event.SAVE_FAILED);
                log.warn("{} failed: {}", what, e.getMessage());
                throw failed(new SessionUnavailableError(RequestFailure.UNAVAILABLE, e));
            } catch (UnsupportedFormatException e) {
                throw failed(unread(e));
            } catch (SessionUnavailableError e) {
                throw e;
            } catch (Throwable e) {
                throw failed(new SessionUnavailableError(notStored(what + " failed", e), e));
            }
        });
    }

    /** Calls a listener of the application. What it throws is logged; the session goes on. */
    void listener(String id, Runnable notify) {
        try {
            withoutInterrupt(notify);
        } catch (Throwable e) {
            log.warn("A listener of session {} failed", id, e);
        }
    }

    /** What Jetty must not make "no session" of: the exception of a listener or a serializer, while Jetty looks for a session. */
    SessionUnavailableError unreadable(String id, Throwable e) {
        log.error("Session {} cannot be read, and its request is answered 500", id, e);
        return failed(new SessionUnavailableError(RequestFailure.UNREADABLE, e));
    }

    /** The request has cookies that open two sessions. Jetty's answer would show both cookies. */
    SessionUnavailableError severalSessions(SessionCookie one, SessionCookie other) {
        String message = "its cookies open the sessions " + one + " and " + other;
        log.info("A request is answered 400: {}", message);
        return failed(
                new SessionUnavailableError(RequestFailure.SEVERAL_SESSIONS, new IllegalArgumentException(message)));
    }

    /** For all that requests of this context provoke. */
    RateLimitedLog log() {
        return log;
    }

    /** The request is marked as well, in case the application catches the error, or answers it in its own way. */
    static SessionUnavailableError failed(SessionUnavailableError error) {
        error.failure().markCurrentRequest();
        return error;
    }

    private SessionUnavailableError unread(RuntimeException e) {
        store.get().metrics().event(Event.READ_FAILED);
        if (e instanceof UnsupportedFormatException) {
            store.get().metrics().event(Event.UNSUPPORTED);
            log.error("Sessions cannot be read: {}", e.getMessage());
        } else {
            log.warn("Sessions cannot be read: {}", e.getMessage());
        }
        return new SessionUnavailableError(RequestFailure.UNAVAILABLE, e);
    }

    /** Only a lack of memory may be over the next time. */
    private RequestFailure notStored(String what, Throwable e) {
        RequestFailure failure = e instanceof OutOfMemoryError ? RequestFailure.UNAVAILABLE : RequestFailure.UNSTORABLE;
        store.get().metrics().event(Event.SAVE_FAILED);
        log.error(
                "{}, and its request is answered {}: {}",
                what,
                failure.status(),
                e.getMessage(),
                isRoutine(e) ? null : e);
        return failure;
    }

    /** What says all in its message; the trace of anything else shows where it comes from. */
    private static boolean isRoutine(Throwable e) {
        return e instanceof UnavailableException
                || e instanceof UnstorableAttributeException
                || e instanceof OversizedSessionException
                || e instanceof UnreadableItemException
                || e instanceof UnsupportedFormatException
                || e instanceof RejectedException
                || e instanceof SessionUnavailableError;
    }

    static void withoutInterrupt(Runnable work) {
        withoutInterrupt(() -> {
            work.run();
            return true;
        });
    }

    private static <T extends @Nullable Object> T withoutInterrupt(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
