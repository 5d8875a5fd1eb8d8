package io.github.dynamosessions;

import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;

/** Jetty's session, which can stay as it was if it could not be given a new id. Thread safe. */
final class DynamoSession extends LazySession {

    DynamoSession(SessionManager manager, SessionData data, SessionFaults faults, boolean detectMutations) {
        super(manager, data, faults, detectMutations);
    }

    /**
     * Ends an attempt to change the id, without a change. Jetty has no way back: the session would count as invalid for
     * ever after, and whoever waits for the end of the change would wait for ever.
     */
    void keepId() {
        AutoLock lock = lock();
        try {
            if (_state == State.CHANGING) {
                _state = State.VALID;
                _stateChangeCompleted.signalAll();
            }
        } finally {
            lock.close();
        }
        release(); // Jetty has counted the change as a use, and forgets to take it back
    }
}
