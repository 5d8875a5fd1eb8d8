package io.github.dynamosessions;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache, which here keeps nothing between requests. What is
 * kept serves one request at a time: requests that share a session would save, give up or end what belongs to another.
 */
abstract class SessionMemory extends DefaultSessionCache {

    final boolean inMemory = false;

    private final ConcurrentMap<String, ManagedSession> sessions;

    private final FirstReadings readings = new FirstReadings();

    private volatile boolean shutDown;

    SessionMemory(SessionManager manager) {
        this(manager, new ConcurrentHashMap<>());
    }

    private SessionMemory(SessionManager manager, ConcurrentMap<String, ManagedSession> sessions) {
        super(manager, sessions);
        this.sessions = sessions;
        setEvictionPolicy(EVICT_ON_SESSION_EXIT);
        setFlushOnResponseCommit(true);
    }

    @Override
    protected void doStart() throws Exception {
        shutDown = false;
        super.doStart();
    }

    /** Keeps nothing from now on. What is kept is handed out, and goes: at once, or with the request that uses it. */
    final void keepNothing(Consumer<ManagedSession> last) {
        shutDown = true;
        for (ManagedSession session : sessions.values()) {
            last.accept(session);
            evict(session);
        }
    }

    /** Not one that is outdated: requests that use it keep it, and no other gets it. */
    @Override
    public @Nullable ManagedSession doGet(String id) {
        ManagedSession session = kept(id);
        if (session != null && isMarkedOutdated(session)) {
            letGo(id, session);
        }
        return session == null || isOutdated(session) ? null : session;
    }

    private @Nullable ManagedSession kept(String id) {
        return inMemory ? super.doGet(id) : null;
    }

    @Override
    public org.eclipse.jetty.server.@Nullable Session doPutIfAbsent(String id, ManagedSession session) {
        if (!inMemory) {
            return null;
        }
        if (isOutdated(session)) {
            setOutdated(session); // also in a memory that starts anew
            return null;
        }
        var present = super.doPutIfAbsent(id, session);
        if (present != null && present != session) { // of two created at once, or of one read meanwhile: this is a copy
            setOutdated(session);
            return null;
        }
        if (isOutdated(session)) { // whoever finds that says so and then removes it: it may have come back in between
            setOutdated(session);
            remove(id, session);
        }
        return present;
    }

    /** Whether it is not to stay in memory. */
    final boolean isOutdated(ManagedSession session) {
        return shutDown || isMarkedOutdated(session);
    }

    private boolean isMarkedOutdated(ManagedSession session) {
        return store().writer().isOutdated(session.getSessionData());
    }

    /**
     * The session in memory if no request uses it. If one does, or there is none, it is read: what the first of the
     * requests that read it has got is kept from then on, unless the session leaves memory meanwhile. The others have
     * theirs for themselves, as on another node.
     */
    @Override
    protected @Nullable ManagedSession getAndEnter(String id, boolean enter) throws Exception {
        ManagedSession idle = takeIdle(id, enter);
        if (idle != null || !inMemory || !enter) {
            return idle != null ? idle : super.getAndEnter(id, enter);
        }
        Object reading = readings.begin(id);
        try {
            ManagedSession session = super.getAndEnter(id, true);
            if (session != null) {
                keep(id, session, reading);
            }
            return session;
        } finally {
            readings.end(id, reading);
        }
    }

    private @Nullable ManagedSession takeIdle(String id, boolean enter) {
        if (!(doGet(id) instanceof DynamoSession kept)) {
            return null;
        }
        if (!kept.take()) {
            letGo(id, kept);
            return null;
        }
        AutoLock lock = kept.lock();
        try { // it may have left memory, or have got a new id, since it was found
            if (kept.isResident() && !isOutdated(kept) && id.equals(kept.getId())) {
                store().writer().setRemembered(kept.getSessionData());
                return enter ? kept.entered() : kept;
            }
            kept.putBack(); // before it is looked at: whoever could not take it has marked it first
            if (isMarkedOutdated(kept)) {
                evict(kept);
            }
            return null;
        } finally {
            lock.close();
        }
    }

    private void keep(String id, ManagedSession session, Object reading) {
        readings.ifFirst(id, reading, () -> super.doPutIfAbsent(id, session));
        if (doGet(id) != session) {
            setOutdated(session);
            remove(id, session);
        }
    }

    /** Jetty lets only one request read a session, and all others wait: while DynamoDB hangs, for one call after the other. */
    @Override
    protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, @Nullable ManagedSession> load) {
        return load.apply(id);
    }

    @Override
    public void release(ManagedSession session) throws Exception {
        super.release(session);
        if (session instanceof DynamoSession released && session.getRequests() <= 0) {
            released.putBack();
        }
    }

    /**
     * A session that this node takes for expired, and the store does not, is not kept: the store knows better. Nor is one
     * that is gone there: whoever ended it has told its listeners.
     */
    @Override
    public Set<String> checkExpiration(Set<String> candidates) {
        Set<String> expired = super.checkExpiration(candidates);
        expired.removeIf(id -> !store().isEnding(id));
        Set<String> others = new HashSet<>(candidates);
        others.removeAll(expired);
        for (String id : others) {
            ManagedSession session = doGet(id);
            if (session != null && session.getRequests() <= 0) {
                forget(id);
            }
        }
        return expired;
    }

    @Override
    public @Nullable ManagedSession doDelete(String id) {
        if (!inMemory) {
            return null;
        }
        readings.forget(id);
        return super.doDelete(id);
    }

    /** With the class loader of the context that these sessions belong to. */
    final void inContext(Runnable work) {
        _context.run(work);
    }

    /** Removes a session, and not a newer copy of it. */
    final void remove(ManagedSession session) {
        remove(session.getId(), session);
    }

    private void remove(String id, ManagedSession session) {
        if (kept(id) == session) {
            forgetAllBut(session, id);
        }
    }

    /** Removes what is kept under an id. Only the given session may go on in memory, under another one. */
    final void forgetAllBut(ManagedSession session, String id) {
        ManagedSession removed = doDelete(id);
        if (removed != null && removed != session) { // a newer copy, or one that another request has read
            letGo(id, removed);
        }
    }

    /** Lets a session go that has ended. */
    final void bury(ManagedSession ended) {
        setOutdated(ended); // or a request that uses it would put it back
        remove(ended);
        ended.setResident(false);
    }

    /** Lets a session go: at once for new requests, and for good when the one that uses it is complete. */
    final void evict(ManagedSession session) {
        AutoLock lock = session.lock();
        try {
            setOutdated(session);
            remove(session);
            if (session.getRequests() <= 0) {
                session.setResident(false);
            }
        } finally {
            lock.close();
        }
    }

    /** The same by its id: the store has a better one. */
    final void forget(@Nullable String id) {
        ManagedSession session = id == null ? null : doDelete(id);
        if (session != null) {
            letGo(id, session);
        }
    }

    /** Lets a session go that was found under an id, and which its request lets go when it is complete, if it has one. */
    private void letGo(String id, ManagedSession session) {
        setOutdated(session);
        remove(id, session);
        if (session instanceof DynamoSession idle && idle.take()) {
            evict(idle);
        }
    }

    /** To be called when a session was saved: if another one of its id is kept, that does not know what was saved. */
    final void forgetOthers(ManagedSession saved) {
        if (doGet(saved.getId()) != saved) {
            forget(saved.getId());
        }
    }

    private void setOutdated(ManagedSession session) {
        store().writer().setOutdated(session.getSessionData());
    }

    final DynamoSessionDataStore store() {
        return (DynamoSessionDataStore) getSessionDataStore();
    }
}
