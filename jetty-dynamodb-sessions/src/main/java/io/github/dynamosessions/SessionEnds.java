package io.github.dynamosessions;

import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import org.eclipse.jetty.session.ManagedSession;
import org.jspecify.annotations.Nullable;

/** How sessions end: in the store first, so that nobody is told of an end that does not come. Thread safe. */
final class SessionEnds {

    private final SessionMemory memory;
    private final SessionFaults faults;

    SessionEnds(SessionMemory memory, SessionFaults faults) {
        this.memory = memory;
        this.faults = faults;
    }

    /**
     * Ends a session that is at hand. Its listeners are told afterwards.
     *
     * @return whether they are to be told: not if another request has ended it meanwhile, or if it had expired and another
     *     node has prolonged it or is to end it later
     * @throws SessionUnavailableError if the store does not end it
     */
    boolean end(DynamoSession session) {
        DynamoSessionDataStore store = memory.store();
        String storedId = store.ids().stored(session.getSessionData());
        String id = storedId == null ? session.getId() : storedId;
        boolean expired = store.isEnding(id);
        try {
            session.loadAll();
            session.endInOtherContexts();
            if (expired) {
                return faults.endExpired(() -> store.delete(id));
            }
            boolean ended = deleteAndForget(session, id);
            return ended || storedId == null; // of one that was never stored only this request knows
        } finally {
            if (expired) {
                memory.bury(session); // also if it cannot be ended: no request is to use it
            }
            store.stopEnding(id);
        }
    }

    private boolean deleteAndForget(DynamoSession session, String id) {
        try {
            return faults.end(() -> memory.store().delete(id));
        } finally {
            memory.forget(session.getId()); // if that failed, the store knows whether it has ended
        }
    }

    /**
     * Ends a session of which the id is told: that of another context, or one that has expired.
     *
     * @return the session, if its listeners are to be told: not if somebody else has ended it
     */
    @Nullable
    ManagedSession end(String id) throws Exception {
        try {
            return memory.store().isEnding(id) || RequestScope.request() == null
                    ? faults.expire(id, () -> readAndEnd(id))
                    : faults.change(id, () -> readAndEnd(id));
        } finally {
            memory.store().stopEnding(id);
        }
    }

    private @Nullable ManagedSession readAndEnd(String id) throws Exception {
        ManagedSession session = memory.getAndEnter(id, false);
        if (session == null) {
            return null;
        }
        try {
            if (session instanceof DynamoSession stored) {
                memory.inContext(stored::loadAll); // which Jetty has not entered here: the classes are the context's
            }
            return memory.store().delete(id) ? session : null;
        } finally {
            memory.evict(session);
            memory.forget(id); // and what another request is reading
        }
    }
}
