package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache, as a store in DynamoDB needs it: it keeps nothing between requests, unless {@link
 * SessionCaching#IN_MEMORY} says so; faults are decided by {@link SessionFaults}; and a session gets a new id in one
 * step. Thread safe.
 */
final class DynamoSessionCache extends DefaultSessionCache {

    private final boolean inMemory;
    private final RequestScope requestScope = new RequestScope();

    private @Nullable SessionFaults faults;

    DynamoSessionCache(SessionManager manager, DynamoSessionOptions options) {
        super(manager);
        inMemory = options.sessionCache() == SessionCaching.IN_MEMORY;
        setEvictionPolicy(inMemory ? NEVER_EVICT : EVICT_ON_SESSION_EXIT);
        setFlushOnResponseCommit(true);
        setRemoveUnloadableSessions(true);
    }

    @Override
    protected void doStart() throws Exception {
        if (!(getSessionDataStore() instanceof DynamoSessionDataStore store)) {
            throw new IllegalStateException(
                    "DynamoSessionCache needs a DynamoSessionDataStore, has " + getSessionDataStore());
        }
        ContextHandler context = contextHandler();
        boolean guarded = context != null && context.getServer().getDescendant(SessionUnavailableHandler.class) != null;
        faults = new SessionFaults(store, guarded);
        if (context != null) {
            context.addEventListener(requestScope);
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ContextHandler context = contextHandler();
        if (context != null) {
            context.removeEventListener(requestScope);
        }
    }

    @Override
    public @Nullable ManagedSession get(String id) throws Exception {
        ManagedSession resident = doGet(id);
        if (resident != null && resident.getRequests() <= 0 && resident.isExpiredAt(System.currentTimeMillis())) {
            evict(resident); // another node may have prolonged it: the store knows
        }
        return faults().get(id, () -> super.get(id));
    }

    @Override
    public boolean exists(String id) throws Exception {
        return faults().exists(id, () -> super.exists(id));
    }

    @Override
    public void commit(ManagedSession session) throws Exception {
        faults().commit(() -> super.commit(session));
    }

    @Override
    public void release(ManagedSession session) throws Exception {
        faults().release(session, () -> super.release(session));
        if (inMemory && session.getRequests() <= 0 && store().isOutdated(session.getSessionData())) {
            evict(session);
        }
    }

    /** Also called by housekeeping, for sessions that the store has claimed. */
    @Override
    public @Nullable ManagedSession delete(String id) throws Exception {
        if (store().isEnding(id)) {
            return faults().expire(() -> super.delete(id));
        }
        try {
            return faults().change(() -> super.delete(id));
        } catch (SessionUnavailableError e) {
            doDelete(id); // or this node alone would take it for ended
            throw e;
        }
    }

    /** Jetty reads the session once more. It would log a failure of that, and answer with an id that does not exist. */
    @Override
    public @Nullable ManagedSession renewSessionId(
            String oldId, String newId, String oldExtendedId, String newExtendedId) throws Exception {
        return faults().change(() -> super.renewSessionId(oldId, newId, oldExtendedId, newExtendedId));
    }

    /** In place of Jetty's delete and store: nothing changes here before it has changed in the store. */
    @Override
    protected void renewSessionId(@Nullable ManagedSession session, String newId, String newExtendedId)
            throws Exception {
        if (session == null) {
            return;
        }
        AutoLock lock = session.lock();
        try {
            if (session.isInvalidOrInvalidating()) {
                throw new IllegalStateException("session " + store().hash(session.getId()) + " is not valid");
            }
            String oldId = session.getId();
            rotate(session, newId);
            session.setExtendedId(newExtendedId);
            session.onIdChanged();
            doPutIfAbsent(newId, session);
            doDelete(oldId);
        } finally {
            lock.close();
        }
    }

    private void rotate(ManagedSession session, String newId) throws Exception {
        String oldId = session.getId();
        try {
            faults().change(() -> {
                store().rotate(newId, session.getSessionData());
                return session;
            });
        } catch (SessionUnavailableError e) {
            doDelete(oldId); // Jetty leaves it in the midst of the change
            throw e;
        }
    }

    /** A session that this node takes for expired, and the store does not, is not kept: the store knows better. */
    @Override
    public Set<String> checkExpiration(Set<String> candidates) {
        Set<String> expired = super.checkExpiration(candidates);
        Set<String> others = new HashSet<>(candidates);
        others.removeAll(expired);
        for (String id : others) {
            ManagedSession session = doGet(id);
            if (session != null && session.getRequests() <= 0) {
                evict(session);
            }
        }
        return expired;
    }

    @Override
    public @Nullable ManagedSession doGet(String id) {
        return inMemory ? super.doGet(id) : null;
    }

    @Override
    public org.eclipse.jetty.server.@Nullable Session doPutIfAbsent(String id, ManagedSession session) {
        return inMemory ? super.doPutIfAbsent(id, session) : null;
    }

    @Override
    protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, @Nullable ManagedSession> load) {
        return inMemory ? super.doComputeIfAbsent(id, load) : load.apply(id);
    }

    @Override
    public @Nullable ManagedSession doDelete(String id) {
        return inMemory ? super.doDelete(id) : null;
    }

    @Override
    public boolean doReplace(String id, ManagedSession oldValue, ManagedSession newValue) {
        return !inMemory || super.doReplace(id, oldValue, newValue);
    }

    private void evict(ManagedSession session) {
        session.setResident(false);
        doDelete(session.getId());
    }

    private @Nullable ContextHandler contextHandler() {
        return _context.getContext() instanceof ContextHandler.ScopedContext scoped ? scoped.getContextHandler() : null;
    }

    private DynamoSessionDataStore store() {
        return (DynamoSessionDataStore) getSessionDataStore();
    }

    private SessionFaults faults() {
        SessionFaults current = faults;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current;
    }
}
