package io.github.dynamosessions;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session, which its cache recognises when it is ended or given a new id. Jetty then names only the id, to the
 * caches of all contexts, and each would read the session. Thread safe.
 */
final class DynamoSession extends LazySession {

    private static final ThreadLocal<@Nullable DynamoSession> IN_HAND = new ThreadLocal<>();

    private final DynamoSessionCache cache;
    private final AtomicBoolean taken = new AtomicBoolean(true);
    private @Nullable Thread ending;
    private boolean endedInOtherContexts;

    DynamoSession(DynamoSessionCache cache, SessionData data) {
        super(cache.getSessionManager(), data, cache.faults(), cache.store().options().detectMutations);
        this.cache = cache;
    }

    /** The session that the current thread ends or gives a new id, if it is this one; otherwise null. */
    static @Nullable DynamoSession inHand(SessionManager manager, String id) {
        DynamoSession session = IN_HAND.get();
        return session != null && session.getSessionManager() == manager && id.equals(session.getId()) ? session : null;
    }

    /** Whether the current thread is ending a session of this id, and has ended those of other contexts already. */
    static boolean hasEndedOthers(String id) {
        DynamoSession session = IN_HAND.get();
        return session != null && session.endedInOtherContexts && id.equals(session.getId());
    }

    /** Whether the session that the current thread was to give a new id, and may have given it, has ended instead. */
    static boolean hasEndedInHand(String oldId, String newId) {
        DynamoSession session = IN_HAND.get();
        return session != null
                && (newId.equals(session.getId()) || oldId.equals(session.getId()))
                && session.isInvalidOrInvalidating();
    }

    /** Also while it gets a new id: a listener that is told of it, and asks its request for the session, would get another. */
    @Override
    public boolean isValid() {
        AutoLock lock = lock();
        try {
            return _state == State.VALID || _state == State.CHANGING;
        } finally {
            lock.close();
        }
    }

    /** Gives it a new id, under which it is stored when the response leaves. */
    @Override
    public void renewId(Request request, Response response) {
        if (response != null && response.isCommitted() || isInvalidOrInvalidating()) {
            super.renewId(request, response); // which says what is wrong, and changes nothing
            return;
        }
        cache.state().requireStarted(); // or Jetty gives the client a new id, and asks only other contexts to do so too
        inHand(() -> {
            try {
                super.renewId(request, response);
            } catch (RuntimeException | Error e) { // of a listener, for instance
                if (request != null && isValid()) { // a listener may have ended it: there is nothing to save
                    failure(e).mark(request);
                }
                stopChanging(); // a commit that waits for the id must find the mark
                throw e;
            }
        });
    }

    private static RequestFailure failure(Throwable thrown) {
        return thrown instanceof SessionUnavailableError unavailable
                ? unavailable.failure()
                : RequestFailure.UNSTORABLE;
    }

    /**
     * Ends it. Jetty tells the listeners first and then deletes; here nobody is told of an end that does not come, and the
     * session goes on. Its values are read before, as long as they are stored: they hear that they leave the session.
     *
     * <p>Sessions of the same id in other contexts end before: if one of them cannot be ended, this one is still there, and
     * the request can be sent again.
     */
    @Override
    public void invalidate() {
        awaitId();
        if (!isValid()) {
            super.invalidate(); // which says what is wrong
            return;
        }
        if (beginEnding()) {
            try {
                end();
            } catch (Error e) { // which ends the request, and Jetty may just be looking for its session
                cache.giveUpNotHandedOver();
                throw e;
            } finally {
                endingIsOver();
            }
        }
    }

    /**
     * Whether this thread is to end it. Another one of the request, or of the application, waits for the one that does, and
     * lets go of the session's lock meanwhile, which Jetty may hold here.
     */
    private boolean beginEnding() {
        AutoLock lock = lock();
        try {
            if (IN_HAND.get() == this && ending != Thread.currentThread()) {
                stopChanging(); // a listener of the new id ends it; whoever does already waits for the id
            }
            while (ending != null && ending != Thread.currentThread()) {
                _stateChangeCompleted.awaitUninterruptibly();
            }
            if (ending != null || !isValid()) {
                return false; // a listener that is told of the end ends it once more, or it has ended meanwhile
            }
            ending = Thread.currentThread();
            return true;
        } finally {
            lock.close();
        }
    }

    private void endingIsOver() {
        AutoLock lock = lock();
        try {
            ending = null;
            _stateChangeCompleted.signalAll();
        } finally {
            lock.close();
        }
    }

    private void end() {
        boolean toBeTold = cache.end(this);
        if (isInvalidOrInvalidating()) {
            return; // a request in another context has ended it as well
        }
        if (toBeTold) {
            inHand(super::invalidate);
        } else {
            invalidateUntold();
        }
    }

    /** For a session that somebody else ends, or has ended, and tells the listeners of. */
    private void invalidateUntold() {
        if (beginInvalidate()) {
            AutoLock lock = lock();
            try {
                getSessionData().clearAllAttributes();
                _state = State.INVALID;
                _stateChangeCompleted.signalAll();
                cache.bury(this);
            } finally {
                lock.close();
            }
        }
    }

    /** Jetty asks all caches, that of this session too, which has nothing to do yet. */
    void endInOtherContexts() {
        endedInOtherContexts = false; // it may have been, and then this one could not be ended
        inHand(() -> getSessionManager().getSessionIdManager().invalidateAll(getId()));
        endedInOtherContexts = true;
    }

    /**
     * Jetty hands in the id that the request has sent. That may name two, of which this is the one that it turned out to be.
     */
    @Override
    public void setExtendedId(String extendedId) {
        AutoLock lock = lock();
        try {
            SessionIdManager ids = getSessionManager().getSessionIdManager();
            boolean own = getId().equals(ids.getId(extendedId));
            super.setExtendedId(own ? extendedId : ids.getExtendedId(getId(), null));
        } finally {
            lock.close();
        }
    }

    /**
     * Jetty ends one whose lifetime is over at this very moment while it holds its lock, and requests in two contexts could
     * wait for each other for ever. Here this request is still served, and the next one ends it.
     */
    @Override
    public boolean access(long timeMs) {
        cache.lookups().handedOver(this);
        AutoLock lock = lock();
        try {
            long expiryMs = getSessionData().calcExpiry(timeMs);
            return (expiryMs <= 0 || expiryMs > timeMs) && super.access(timeMs);
        } finally {
            lock.close();
        }
    }

    /** Takes it for a request; false if another one has it. A request that has created or read it has it already. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void putBack() {
        taken.set(false);
    }

    /** Counts one more use of it. */
    DynamoSession entered() {
        use();
        return this;
    }

    /** Waits until another thread has given it its new id: saved meanwhile, it would have one that may still be refused. */
    void awaitId() {
        AutoLock lock = lock();
        try {
            while (_state == State.CHANGING && IN_HAND.get() != this) {
                _stateChangeCompleted.awaitUninterruptibly();
            }
        } finally {
            lock.close();
        }
    }

    /** Jetty has no way back from here: whoever asks for the session's end would wait for its id for ever. */
    private void stopChanging() {
        AutoLock lock = lock();
        try {
            if (_state == State.CHANGING) {
                _state = State.VALID;
                _stateChangeCompleted.signalAll();
            }
        } finally {
            lock.close();
        }
    }

    private void inHand(Runnable work) {
        DynamoSession outer = IN_HAND.get();
        IN_HAND.set(this);
        try {
            work.run();
        } finally {
            if (outer == null) {
                IN_HAND.remove();
            } else {
                IN_HAND.set(outer);
            }
        }
    }
}
