package io.github.dynamosessions;

import io.github.dynamosessions.SessionFaults.SessionAction;
import io.github.dynamosessions.SessionMover.UncertainMoveException;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.RetainedCookie;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that have a new id for their request, and in the store, until they are saved, still the old one. They are saved
 * under the new id or not at all. Thread safe.
 */
final class RotatedSessions {

    private final SessionMemory memory;

    RotatedSessions(SessionMemory memory) {
        this.memory = memory;
    }

    /**
     * Gives a session its new id here. In the store it gets it when the response leaves, with all that the request
     * changes: until then, nobody knows of the new id, and the old one goes on. Sessions of the same id in other contexts
     * have no response of their own.
     *
     * @param now where the session has no response to wait for: it is stored at once, and this decides about faults
     */
    void rename(ManagedSession session, String newId, String newExtendedId, @Nullable SessionFaults now)
            throws Exception {
        AutoLock lock = session.lock();
        try {
            String oldId = session.getId();
            if (session.isInvalidOrInvalidating()) {
                throw new IllegalStateException(
                        "session " + memory.store().ids().hash(oldId) + " is not valid");
            }
            session.getSessionData().setId(newId);
            session.getSessionData().setDirty(true);
            session.setExtendedId(newExtendedId);
            session.onIdChanged();
            memory.doPutIfAbsent(newId, session);
            memory.forgetAllBut(session, oldId);
            if (now != null) {
                store(session, now);
            }
        } finally {
            lock.close();
        }
    }

    private void store(ManagedSession session, SessionFaults faults) throws Exception {
        faults.change(session.getId(), () -> {
            saveAndForgetCopies(session, () -> memory.store().store(session.getId(), session.getSessionData()));
            return session;
        });
    }

    /** Whether this is one: it is stored under another id than it has. */
    boolean contains(ManagedSession session) {
        String storedId = storedId(session);
        return storedId != null && !storedId.equals(session.getId());
    }

    /** Saves a session, of whichever kind. */
    void save(ManagedSession session, SessionAction save) throws Exception {
        boolean renewed = contains(session);
        try {
            saveAndForgetCopies(session, save);
        } finally {
            if (renewed && !contains(session)) {
                keepCookie(session, session.getId());
            }
        }
    }

    /** Forgets them also if it fails: all answers may have been lost, or a listener throws when the session is stored. */
    private void saveAndForgetCopies(ManagedSession session, SessionAction save) throws Exception {
        String oldId = contains(session) ? storedId(session) : null;
        long lastSavedMs = session.getSessionData().getLastSaved();
        boolean mayBeSaved = true;
        try {
            save.run();
            mayBeSaved = session.getSessionData().getLastSaved() != lastSavedMs || oldId != null && !contains(session);
        } catch (UncertainMoveException e) {
            keepCookie(
                    session,
                    memory.store().ids().uncertain(session.getSessionData(), e).toString());
            throw e;
        } finally {
            if (mayBeSaved) {
                memory.forget(oldId); // what another request has read under it meanwhile
                memory.forgetOthers(session);
            }
        }
    }

    private @Nullable String storedId(ManagedSession session) {
        return memory.store().ids().stored(session.getSessionData());
    }

    /** The client is told of the new id even if the answer is replaced: nobody else can tell it. */
    private void keepCookie(ManagedSession session, String id) {
        Request request = RequestScope.request();
        SessionManager manager = memory.getSessionManager();
        if (request == null || !manager.isUsingCookies()) {
            return;
        }
        boolean needed = session.isSetCookieNeeded();
        HttpCookie cookie = manager.getSessionCookie(session, request.isSecure());
        if (needed) {
            session.onIdChanged(); // this one may not be sent: the session still needs its own
        }
        String value = manager.getSessionIdManager().getExtendedId(id, request);
        RetainedCookie.set(request, HttpCookie.from(cookie.getName(), value, cookie.getAttributes()));
    }
}
