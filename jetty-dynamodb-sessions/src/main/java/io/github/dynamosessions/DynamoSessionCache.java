package io.github.dynamosessions;

import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache, as a store in DynamoDB needs it: faults are decided by {@link SessionFaults}, and a session is
 * ended, or given a new id, in the store first. Thread safe.
 */
final class DynamoSessionCache extends SessionMemory {

    private final RequestScope requestScope = new RequestScope();
    private final RequestLookups lookups = new RequestLookups();
    private final RotatedSessions rotated = new RotatedSessions(this);
    private final StoreState state = new StoreState(this);

    private @Nullable SessionFaults faults;

    DynamoSessionCache(SessionManager manager, DynamoSessionOptions options) {
        super(manager);
    }

    @Override
    protected void doStart() throws Exception {
        if (!(getSessionDataStore() instanceof DynamoSessionDataStore store)) {
            throw new IllegalStateException(
                    "DynamoSessionCache needs a DynamoSessionDataStore, has " + getSessionDataStore());
        }
        store.tellOutdatedIds(this::forget);
        UncertainId.requireNone(_context.getWorkerName());
        ContextHandler context = contextHandler();
        boolean guarded = context != null
                && Handler.AbstractContainer.findContainerOf(
                                context.getServer(), SessionUnavailableHandler.class, context)
                        != null;
        faults = new SessionFaults(store, guarded);
        if (context != null) {
            context.addEventListener(requestScope); // once, and for good: requests may leave a context that has stopped
        }
        super.doStart();
    }

    @Override
    public @Nullable ManagedSession get(String id) throws Exception {
        UncertainId uncertain = UncertainId.parse(id);
        ManagedSession session;
        try {
            session = faults().get(id, () -> uncertain == null ? find(id) : find(uncertain));
        } catch (Error e) { // which ends the request: of an exception, Jetty makes "no session"
            giveUpNotHandedOver();
            throw e;
        }
        if (session == null) {
            lookups.missed(id);
        } else {
            lookups.found(session);
        }
        return session;
    }

    /** Of one in memory that has expired the store knows whether another node has prolonged it. */
    private @Nullable ManagedSession find(String id) throws Exception {
        ManagedSession kept = doGet(id);
        ManagedSession session = super.get(id);
        if (session == null || session != kept || !session.isExpiredAt(System.currentTimeMillis())) {
            return session;
        }
        giveUp(session);
        return super.get(id);
    }

    /** Lets the session go that the current request, which fails, has found and not been handed: nobody else would. */
    void giveUpNotHandedOver() {
        ManagedSession found = lookups.takeNotHandedOver();
        if (found != null) {
            giveUp(found);
        }
    }

    /** Releases a session without saving it. */
    private void giveUp(ManagedSession session) {
        AutoLock lock = session.lock();
        try {
            session.release();
            evict(session);
        } finally {
            lock.close();
        }
    }

    /** Under its new id if it has it; if not, it will not get it any more. */
    private @Nullable ManagedSession find(UncertainId id) throws Exception {
        ManagedSession session = find(id.newId());
        if (session == null) {
            String settled = store().ids().settled(id);
            session = settled == null ? null : find(settled);
        }
        if (session == null || !session.getId().equals(id.oldId())) {
            forget(id.oldId()); // others may have read it under that one before it had its new one
        }
        return session;
    }

    /**
     * Jetty asks before it creates a session for a request whose id was not found: there is no need to look twice. If it
     * exists, the new one gets its id, but never if it could not be read: the new one would be written over it.
     */
    @Override
    public boolean exists(String id) throws Exception {
        return !UnreadIds.contains(id)
                && UncertainId.parse(id) == null
                && state.isAskable()
                && !lookups.hasMissed(id)
                && faults().exists(id, () -> super.exists(id));
    }

    @Override
    public void commit(ManagedSession session) throws Exception {
        AutoLock lock = session.lock();
        try {
            if (session instanceof DynamoSession changing) {
                changing.awaitId();
            }
            if (RequestFailure.ofCurrentRequest() == null) {
                faults().commit(rotated.contains(session), () -> rotated.save(session, () -> saveAndProlong(session)));
            }
        } finally {
            lock.close();
        }
    }

    /** Jetty writes mere times when the response has left: nobody could be told any more that the session will end early. */
    private void saveAndProlong(ManagedSession session) throws Exception {
        if (session instanceof LazySession lazy) {
            lazy.markMutations();
        }
        if (!state.isStarted()) {
            state.requireNothingToSave(session, rotated.contains(session));
            return;
        }
        super.commit(session);
        SessionData data = session.getSessionData();
        if (session.isValid() && store().areTimesDue(data)) {
            data.setMetaDataDirty(true);
            store().store(session.getId(), data);
        }
    }

    /**
     * Jetty saves once more when a request is complete. Not after a failure that was answered as one: the client has been
     * told that nothing is saved, and its next request on this connection would have to wait for the attempts. Nor does
     * memory keep what was refused: it would be saved later, over what others have saved meanwhile.
     */
    @Override
    public void release(ManagedSession session) throws Exception {
        lookups.handedOver(session);
        AutoLock lock = session.lock();
        try {
            if (RequestFailure.ofCurrentRequest() != null) {
                giveUp(session);
                return;
            }
            boolean saved = faults().release(session, () -> rotated.save(session, () -> releaseAndSave(session)));
            if (!saved || inMemory && isOutdated(session)) {
                evict(session);
            }
        } finally {
            lock.close();
        }
    }

    private void releaseAndSave(ManagedSession session) throws Exception {
        if (state.isStarted()) {
            super.release(session);
        } else {
            giveUp(session);
            state.requireNothingToSave(session, rotated.contains(session));
        }
    }

    @Override
    public void shutdown() {
        SessionFaults current = faults;
        if (current != null) { // or it stops because it could not start
            keepNothing(new SessionsAtStop(this, current)::accept);
        }
    }

    /** Ends a session of the current request in the store; see {@link SessionEnds#end}. */
    boolean end(DynamoSession session) {
        state.requireStarted();
        return new SessionEnds(this, faults()).end(session);
    }

    /** Jetty tells the listeners of the session that this returns. */
    @Override
    public @Nullable ManagedSession delete(String id) throws Exception {
        DynamoSession own = DynamoSession.inHand(getSessionManager(), id);
        boolean othersEnded = DynamoSession.hasEndedOthers(id);
        if (own != null && othersEnded) {
            bury(own); // its item has been deleted
        }
        if (own != null || othersEnded) {
            return null;
        }
        return state.isAskable() ? new SessionEnds(this, faults()).end(id) : null;
    }

    /** Jetty asks this of the cache of every context; of those that have a session of this id. */
    @Override
    public @Nullable ManagedSession renewSessionId(
            String oldId, String newId, String oldExtendedId, String newExtendedId) throws Exception {
        if (!state.isAskable()) {
            return null;
        }
        if (DynamoSession.hasEndedInHand(oldId, newId)) { // by a listener of the context that was asked before
            getSessionManager().invalidate(oldId);
            return null;
        }
        DynamoSession own = DynamoSession.inHand(getSessionManager(), oldId);
        ManagedSession session = own == null ? faults().change(oldId, () -> findAlive(oldId)) : own.entered();
        if (session == null) {
            return null;
        }
        boolean savedWithResponse = own != null && faults().canReplaceResponse();
        try {
            rotated.rename(session, newId, newExtendedId, savedWithResponse ? null : faults());
        } catch (Exception | Error e) {
            giveUp(session); // Jetty does not know yet that it is in use
            throw e;
        }
        return session;
    }

    /** Not one that has expired: a new id would bring it back. It is left to housekeeping. */
    private @Nullable ManagedSession findAlive(String id) throws Exception {
        ManagedSession session = find(id);
        if (session != null && store().isEnding(id)) {
            store().stopEnding(id);
            evict(session);
            return null;
        }
        return session;
    }

    /** What it throws reaches the application; of what is thrown later, Jetty makes a log line. */
    @Override
    public ManagedSession newSession(String id, long created, long maxInactiveMs) {
        state.requireStarted();
        return super.newSession(id, created, maxInactiveMs);
    }

    @Override
    public ManagedSession newSession(SessionData data) {
        return new DynamoSession(this, data);
    }

    private @Nullable ContextHandler contextHandler() {
        return _context.getContext() instanceof ContextHandler.ScopedContext scoped ? scoped.getContextHandler() : null;
    }

    RequestLookups lookups() {
        return lookups;
    }

    StoreState state() {
        return state;
    }

    SessionFaults faults() {
        SessionFaults current = faults;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current;
    }
}
