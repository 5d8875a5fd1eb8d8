package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/** Jetty's session cache, which here keeps nothing between requests unless {@link SessionCaching#IN_MEMORY} says so. */
abstract class SessionMemory extends DefaultSessionCache {

    final boolean inMemory;

    /** By id, which reading will be kept. */
    private final Map<String, Object> readings = new ConcurrentHashMap<>();

    SessionMemory(SessionManager manager, SessionCaching caching) {
        super(manager);
        inMemory = caching == SessionCaching.IN_MEMORY;
        setEvictionPolicy(inMemory ? NEVER_EVICT : EVICT_ON_SESSION_EXIT);
        setFlushOnResponseCommit(true);
    }

    /** Not one that is outdated: requests that use it keep it, and no other gets it. */
    @Override
    public @Nullable ManagedSession doGet(String id) {
        ManagedSession session = kept(id);
        if (session != null && isOutdated(session)) {
            removeIfOutdated(id, session);
            return null;
        }
        return session;
    }

    private @Nullable ManagedSession kept(String id) {
        return inMemory ? super.doGet(id) : null;
    }

    @Override
    public org.eclipse.jetty.server.@Nullable Session doPutIfAbsent(String id, ManagedSession session) {
        if (!inMemory || isOutdated(session)) {
            return null;
        }
        var present = super.doPutIfAbsent(id, session);
        if (present != null && present != session) { // of two that are created at once: this one's request has a copy
            setOutdated(session);
            return null;
        }
        removeIfOutdated(id, session);
        return present;
    }

    /** Whoever finds a session outdated says so and then removes it: it may come back in between. */
    private void removeIfOutdated(String id, ManagedSession session) {
        if (isOutdated(session)) {
            remove(id, session);
        }
    }

    final boolean isOutdated(ManagedSession session) {
        return store().writer().isOutdated(session.getSessionData());
    }

    /**
     * Jetty lets only one request read a session, and all others of it wait: while DynamoDB hangs, for one call after the
     * other. Here all read it at once. The first is to keep what it reads, unless the session leaves memory meanwhile, and
     * the others have theirs for themselves.
     */
    @Override
    protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, @Nullable ManagedSession> load) {
        ManagedSession resident = doGet(id);
        if (resident != null || !inMemory) {
            return resident != null ? resident : load.apply(id);
        }
        Object reading = new Object();
        readings.putIfAbsent(id, reading);
        try {
            ManagedSession session = load.apply(id);
            if (session != null) {
                readings.computeIfPresent(id, (key, first) -> {
                    if (first == reading) {
                        super.doPutIfAbsent(id, session);
                    }
                    return first;
                });
                if (doGet(id) != session) {
                    setOutdated(session);
                }
            }
            return session;
        } finally {
            readings.remove(id, reading);
        }
    }

    @Override
    public @Nullable ManagedSession doDelete(String id) {
        if (!inMemory) {
            return null;
        }
        readings.remove(id);
        return super.doDelete(id);
    }

    /** Jetty sees no session where another request is just letting it go, though the store may have it. */
    @Override
    protected @Nullable ManagedSession getAndEnter(String id, boolean enter) throws Exception {
        while (true) {
            ManagedSession kept = doGet(id);
            ManagedSession session = super.getAndEnter(id, enter);
            if (session != null && session == kept) {
                store().writer().setRemembered(session.getSessionData());
            }
            if (session != null || kept == null || kept.isResident()) {
                return session;
            }
            remove(id, kept);
        }
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
            setOutdated(removed);
            removeIfOutdated(id, removed);
        }
    }

    /** Lets a session go that has ended. */
    final void bury(ManagedSession ended) {
        setOutdated(ended); // or a request that shares it would put it back
        remove(ended);
        ended.setResident(false);
    }

    /** Lets a session go, at once for new requests, and for good when the last one that uses it is complete. */
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
            setOutdated(session);
            removeIfOutdated(id, session);
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
