package io.github.dynamosessions;

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
        if (store.isEnding(id)) {
            boolean ended = faults.endExpired(() -> store.delete(id));
            store.stopEnding(id);
            memory.evict(session);
            return ended;
        }
        boolean ended;
        try {
            ended = faults.end(() -> store.delete(id));
        } catch (SessionUnavailableError e) {
            memory.forget(session.getId()); // whether it was ended, the store knows
            throw e;
        }
        memory.forget(session.getId());
        return ended || storedId == null; // of one that was never stored only this request knows
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
        boolean ended = false;
        try {
            if (session instanceof DynamoSession stored) {
                memory.inContext(stored::loadAll); // which Jetty has not entered here: the classes are the context's
            }
            ended = memory.store().delete(id);
        } finally {
            if (ended) {
                memory.bury(session);
            }
            memory.forget(id); // and what another request is reading
        }
        return ended ? session : null;
    }
}
