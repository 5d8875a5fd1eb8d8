package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of sessions in memory when their application stops. Jetty would save them and make them unusable, also under
 * the hands of requests that still use them: these save theirs themselves, as long as the store is there. Used by one thread.
 */
final class SessionsAtStop {

    private static final Logger LOG = LoggerFactory.getLogger(SessionsAtStop.class);

    private final SessionMemory memory;
    private final SessionFaults faults;

    /** Of one session, and then of all: each would wait as long, and the application would not stop. */
    private @Nullable UnavailableException fault;

    private boolean canEnd = true;

    SessionsAtStop(SessionMemory memory, SessionFaults faults) {
        this.memory = memory;
        this.faults = faults;
    }

    /** Ends a session, if the application is set up so, or saves it, unless a request uses it. Faults are logged. */
    void accept(ManagedSession session) {
        try {
            if (memory.isInvalidateOnShutdown()) {
                end(session);
            } else if (session instanceof DynamoSession idle && idle.take()) {
                save(idle);
            }
        } catch (Exception | Error e) { // of a listener, whose classes may be gone: the others are still to go
            LOG.warn("a session that was in memory when its application stopped was not told", e);
        }
    }

    private void end(ManagedSession session) {
        if (!canEnd || !session.isValid()) {
            return;
        }
        try {
            session.invalidate();
        } catch (SessionUnavailableError e) { // which is in the log
            canEnd = false;
        }
    }

    /** In which the application may have changed something without a request: all else is saved. */
    private void save(DynamoSession session) throws Exception {
        AutoLock lock = session.lock();
        try {
            if (session.isValid() && session.isResident()) { // or its request has let it go by now
                session.markMutations();
                faults.release(session, () -> store(session));
            }
        } finally {
            lock.close();
        }
    }

    private void store(DynamoSession session) throws Exception {
        session.onSessionPassivation();
        if (!session.getSessionData().isDirty()) {
            return;
        }
        if (fault != null) {
            throw fault;
        }
        try {
            memory.store().store(session.getId(), session.getSessionData());
        } catch (UnavailableException e) {
            fault = e;
            throw e;
        }
    }
}
