package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.slf4j.LoggerFactory;

/**
 * Whether a context has its store: not before it has started, nor when it has stopped, as at a new deployment, which leaves
 * its requests to go on, and other contexts to ask for their sessions' namesakes. Thread safe.
 */
final class StoreState {

    /** Why the store of a context is not available. */
    static final String NOT_STARTED = "the application is starting or has stopped";

    private final SessionMemory memory;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(StoreState.class));

    StoreState(SessionMemory memory) {
        this.memory = memory;
    }

    boolean isStarted() {
        return memory.store().isStarted();
    }

    /** To be called before a session is created, ended or given a new id. The request is to be sent again. */
    void requireStarted() {
        if (isStarted()) {
            return;
        }
        memory.store().metrics().event(Event.SAVE_FAILED);
        log.warn("sessions cannot be created, ended or given a new id: " + NOT_STARTED);
        throw SessionFaults.failed(RequestFailure.UNAVAILABLE, new UnavailableException(NOT_STARTED));
    }

    /**
     * Whether there is somebody to ask, on behalf of another context, for a session of the same id. If not, there may be such
     * a session all the same, so a request is to be sent again.
     */
    boolean isAskable() {
        if (RequestScope.request() != null) {
            requireStarted();
        }
        return isStarted();
    }

    /** To be called in place of saving a session when the store is gone. */
    void requireNothingToSave(ManagedSession session, boolean rotated) {
        SessionData data = session.getSessionData();
        boolean changed = data.isDirty() || data.getLastSaved() <= 0 || rotated;
        if (changed && session.isValid()) {
            throw new UnavailableException(NOT_STARTED);
        }
    }
}
