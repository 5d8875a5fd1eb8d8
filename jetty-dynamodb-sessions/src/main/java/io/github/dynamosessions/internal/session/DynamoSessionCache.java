package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.SessionHandle;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.RetainedCookie;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import io.github.dynamosessions.internal.session.SessionPolicy.Mutations;
import io.github.dynamosessions.internal.store.SessionStore;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.SessionWriter.RotationInDoubtException;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache, which here keeps nothing: each request has a session of its own, read when it is used and saved before
 * the response leaves. Thread safe.
 */
public final class DynamoSessionCache extends AbstractSessionCache {

    /** Sessions of contexts that no longer exist wait this long for their context to come back. */
    private static final long ORPHAN_SWEEP_MS = Duration.ofHours(10).toMillis();

    private final Predicate<ContextHandler> hasGuard;
    private final RequestScope requestScope = new RequestScope();

    /** One request may come to several contexts, and come back to one of them. */
    private final String missed = DynamoSessionCache.class.getName() + ".missed@" + Integer.toHexString(hashCode());

    private final String current = DynamoSessionCache.class.getName() + ".current@" + Integer.toHexString(hashCode());

    private volatile @Nullable SessionStore store;
    private @Nullable SessionPolicy policy;
    private volatile @Nullable SessionCookies cookies;
    private volatile @Nullable Boundary boundary;
    private volatile long lastOrphanSweepMs;

    /**
     * The cache of one context.
     *
     * @param hasGuard whether a context is within a handler that replaces the response of a request that fails
     */
    public DynamoSessionCache(SessionManager manager, Predicate<ContextHandler> hasGuard) {
        super(manager);
        this.hasGuard = hasGuard;
        setEvictionPolicy(EVICT_ON_SESSION_EXIT);
        setFlushOnResponseCommit(true);
    }

    @Override
    protected void doStart() throws Exception {
        cookies = _context.getSessionManager().getSessionIdManager() instanceof Container ids
                ? ids.getBean(SessionCookies.class)
                : null;
        if (cookies == null) {
            throw new IllegalStateException("the server needs the session ID manager of this library, has "
                    + _context.getSessionManager().getSessionIdManager()
                    + ": add server.addBean(new DynamoSessionIdManager(server), true) before it starts");
        }
        if (!(getSessionDataStore() instanceof Container dataStore) || dataStore.getBean(SessionPolicy.class) == null) {
            throw new IllegalStateException(
                    "the session cache needs a DynamoSessionDataStore, has " + getSessionDataStore());
        }
        policy = dataStore.getBean(SessionPolicy.class);
        ContextHandler context = _context.getContext() instanceof ContextHandler.ScopedContext scoped
                ? scoped.getContextHandler()
                : null;
        boundary = new Boundary(this::store, policy, context != null && hasGuard.test(context));
        if (context != null) {
            // once and permanently: requests may leave a context that has stopped
            context.addEventListener(requestScope);
        }
        super.doStart();
        store = dataStore.getBean(SessionStore.class);
        lastOrphanSweepMs = System.currentTimeMillis();
    }

    /** The session of a request. It is read later, when the application uses it, unless something speaks against it. */
    @Override
    public @Nullable ManagedSession get(String id) {
        SessionCookie cookie = cookies().take(id);
        if (cookie == null) {
            return null; // nothing that we have made looks like this
        }
        Request request = RequestScope.request();
        DynamoSession session = current(request, cookie);
        boolean isLazy = session == null
                && boundary().canReplaceResponse()
                && LazyReading.isPossible(request, cookie, getSessionManager());
        if (session == null) {
            session = new DynamoSession(this, placeholder(cookie), cookie, request);
        }
        session.enter();
        if (!isLazy && !session.readNow()) {
            return null;
        }
        setCurrent(request, session);
        return session;
    }

    /**
     * The session of this context that a request has already, which it may have made, changed or ended: a request that another
     * context forwards back here must not get another one from the table.
     */
    private @Nullable DynamoSession current(@Nullable Request request, SessionCookie cookie) {
        return request != null
                        && Request.unWrap(request).getAttribute(current) instanceof DynamoSession session
                        && session.hasSelectorOf(cookie)
                ? session
                : null;
    }

    private void setCurrent(@Nullable Request request, DynamoSession session) {
        if (request != null) {
            Request.unWrap(request).setAttribute(current, session);
        }
    }

    private TrackedSessionData placeholder(SessionCookie cookie) {
        TrackedSessionData data = store().newSession(cookie.handle().id(), 0, 0, 0, -1);
        data.setCookie(cookie);
        data.setLastSaved(1); // or Jetty takes it for a new one
        return data;
    }

    Reading read(DynamoSession session, DynamoSession.Lookup lookup) {
        Reading[] reading = {Reading.ABSENT};
        run(
                lookup,
                () -> reading[0] = boundary().read(lookup.cookie().handle().id(), Reading.ABSENT, () -> store().read(
                                session.data(), lookup.cookie())));
        if (reading[0] == Reading.FOUND) {
            session.data().setLastNode(_context.getWorkerName());
        } else if (reading[0] != Reading.EXPIRED && lookup.request() != null) {
            Request.unWrap(lookup.request()).setAttribute(missed, lookup.cookie());
            if (reading[0] == Reading.NOT_OPENED) {
                lookup.run(RequestedIds::setNotOpened);
            }
        }
        return reading[0];
    }

    /** What Jetty does after the lookup, for a session that was read later. */
    void access(DynamoSession session, DynamoSession.Lookup lookup) {
        boolean secure = lookup.request() != null
                && lookup.request().getConnectionMetaData().isSecure();
        HttpCookie refreshed =
                getSessionManager() instanceof AbstractSessionManager manager ? manager.access(session, secure) : null;
        if (refreshed != null && lookup.request() != null) {
            RetainedCookie.refresh(lookup.request(), refreshed);
        }
    }

    /** After a request has found a session that had expired: for that request there is none, for the listeners there is. */
    void expired(DynamoSession session, DynamoSession.Lookup lookup) {
        run(lookup, () -> notifyExpired(session.data()));
    }

    private void run(DynamoSession.Lookup lookup, Runnable work) {
        _context.run(() -> lookup.run(work));
    }

    /**
     * Jetty asks before it creates a session for a request whose session was not found: there is no need to look twice. If there
     * is one in this context, the new one in another context gets its ID.
     */
    @Override
    public boolean exists(String id) {
        if (store == null) { // the application is starting, and may have such a session
            throw Boundary.failed(new SessionUnavailableError(
                    RequestFailure.UNAVAILABLE, new UnavailableException(SessionStore.NOT_STARTED)));
        }
        SessionCookie cookie = cookies().of(id);
        Request request = RequestScope.request();
        if (cookie == null
                || request != null
                        && Request.unWrap(request).getAttribute(missed) instanceof SessionCookie asked
                        && asked.text().equals(cookie.text())) {
            return false;
        }
        return boundary().read(id, false, () -> store().exists(cookie));
    }

    /** What it throws reaches the application; of what is thrown later, Jetty makes a log line. */
    @Override
    public ManagedSession newSession(String id, long created, long maxInactiveMs) {
        boundary().change("Creating a session", () -> {
            requireOpen();
            return true;
        });
        SessionCookie cookie = cookies().take(id);
        TrackedSessionData data = store().newSession(id, created, created, created, maxInactiveMs);
        data.setCookie(cookie == null ? SessionCookie.forHandle(SessionHandle.of(id)) : cookie);
        data.setLastNode(_context.getWorkerName());
        DynamoSession session = new DynamoSession(this, data);
        if (cookie != null && !SessionCookies.isMadeByRequest(cookie)) {
            session.setJoined();
        }
        setCurrent(RequestScope.request(), session);
        return session;
    }

    @Override
    public ManagedSession newSession(SessionData data) {
        return new DynamoSession(this, (TrackedSessionData) data);
    }

    @Override
    public void commit(ManagedSession session) throws Exception {
        if (session instanceof DynamoSession own && own.isRead() && RequestFailure.ofCurrentRequest() == null) {
            boolean saved = boundary().commit(own.data().isRotating(), () -> save(own, true));
            if (!saved) {
                // Its request is answered: what it would write later could undo what others have written.
                own.data().setEnded();
            }
        }
    }

    /**
     * Jetty saves once more when a request is complete. Not after a failure that was answered as one: the client knows that
     * nothing is saved, and its next request on this connection would have to wait for the attempts.
     */
    @Override
    public void release(ManagedSession session) {
        if (!(session instanceof DynamoSession own) || own.leave()) {
            return;
        }
        AutoLock lock = own.lock();
        try {
            if (own.isInvalidOrInvalidating()) {
                return;
            }
            own.release();
            if (own.getRequests() > 0) {
                return;
            }
            if (RequestFailure.ofCurrentRequest() == null) {
                boundary().release(own.getId(), own.data().isDirty(), () -> save(own, false));
            }
            own.setResident(false);
        } finally {
            lock.close();
        }
    }

    /** @param goesOn whether the request may use the session afterwards */
    private void save(DynamoSession session, boolean goesOn) {
        AutoLock lock = session.lock();
        try {
            TrackedSessionData data = session.data();
            if (!session.isValid()) {
                return;
            }
            saveOrLog(session.mutations(), session);
            boolean isDirty = data.isDirty();
            if (isDirty || !goesOn) {
                session.onSessionPassivation();
            }
            if (data.isDirty() || !store().isClosed() && store().areTimesDue(data)) {
                write(session);
            }
            if (isDirty && goesOn) { // it is saved, whatever a listener says now
                boundary().listener(session.getId(), session::onSessionActivation);
            }
        } finally {
            lock.close();
        }
    }

    private void saveOrLog(Set<String> mutations, DynamoSession session) {
        if (policy.mutations() == Mutations.SAVED) {
            mutations.forEach(session.data()::setDirty);
        } else {
            session.logOnce(mutations);
        }
    }

    private void write(DynamoSession session) {
        if (session.data().isRotating() || !session.siblings().isEmpty()) {
            rotate(session);
        } else {
            boolean joins = session.isJoined() && session.data().stored() == null;
            session.save();
            if (joins && !session.data().hasEnded()) {
                confirm(session);
            }
        }
        session.rotated();
    }

    /**
     * Saves a session and its siblings with their new ID, in the same order on every node: of two rotations that begin at the same
     * time in two contexts, one loses at once.
     */
    private void rotate(DynamoSession session) {
        List<DynamoSession> targets = new ArrayList<>(session.siblings());
        targets.add(session);
        targets.sort(Comparator.comparing(DynamoSession::keyStart));
        SessionCookie next = session.data().cookie();
        SessionCookie before = session.storedCookie();
        boolean rotated = false;
        try {
            for (DynamoSession target : targets) {
                target.save();
                rotated |= !target.data().hasEnded();
            }
        } catch (RuntimeException e) {
            if (rotated || isOpened(targets, next) || e instanceof RotationInDoubtException) {
                retain(session, next.inDoubt(before));
            }
            throw e;
        }
        if (rotated) {
            retain(session, next); // the only one that opens the session, also if the response is replaced
        }
    }

    /** Whether a cookie opens one of them already: many changes are saved in several steps, of which the first changes the ID. */
    private static boolean isOpened(List<DynamoSession> targets, SessionCookie next) {
        return targets.stream()
                .map(target -> target.data().stored())
                .anyMatch(item -> item != null && next.opens(item));
    }

    /**
     * After a session was created with the ID of one in another context: that may have got another ID, or may have ended, while
     * this one was created.
     */
    private void confirm(DynamoSession session) {
        SessionCookie cookie = session.data().cookie();
        boolean kept;
        try {
            List<DynamoSession> siblings = siblings(other -> other.sibling(cookie));
            kept = !siblings.isEmpty();
            for (DynamoSession sibling : siblings) {
                kept &= sibling.keepCookie(cookie);
            }
        } catch (RotationLostException e) {
            kept = false;
        }
        if (!kept) {
            store().withdraw(session.data(), cookie);
            session.data().setEnded();
            throw new RotationLostException(session.getId());
        }
    }

    /** The client gets this cookie even if the response is replaced: nothing else can tell it. */
    private void retain(DynamoSession session, SessionCookie value) {
        Request request = RequestScope.request();
        SessionManager manager = getSessionManager();
        if (request == null || !manager.isUsingCookies()) {
            return;
        }
        boolean needed = session.isSetCookieNeeded();
        HttpCookie cookie = manager.getSessionCookie(session, request.isSecure());
        if (needed) {
            session.onIdChanged(); // this one may not be sent: the session still needs its own
        }
        RetainedCookie.set(request, HttpCookie.from(cookie.getName(), value.text(), cookie.getAttributes()));
    }

    /** The session of this context that a cookie opens; null if there is none. It is read, and belongs to no request. */
    private @Nullable DynamoSession sibling(SessionCookie cookie) {
        DynamoSession session = new DynamoSession(this, placeholder(cookie));
        session.setResident(true);
        Reading[] reading = {Reading.ABSENT};
        inContext(() -> reading[0] = store().read(session.data(), cookie));
        if (reading[0] == Reading.EXPIRED) {
            session.beginInvalidate();
            session.finish(true);
        } else if (reading[0] == Reading.NOT_OPENED) {
            throw new RotationLostException(cookie.handle().id()); // which is under way, there or here
        }
        return reading[0] == Reading.FOUND ? session : null;
    }

    /** The same, whichever secret opens it: a logout is for all. */
    private @Nullable DynamoSession siblingToEnd(SessionCookie cookie) {
        DynamoSession session = new DynamoSession(this, placeholder(cookie));
        session.setResident(true);
        boolean[] found = {false};
        inContext(() -> found[0] = store().readForEnd(session.data(), cookie));
        return found[0] ? session : null;
    }

    /**
     * The sessions of other contexts that a cookie opens: Jetty knows only one ID for all of them.
     *
     * @throws SessionUnavailableError if one of them cannot be read, or is opened by another secret
     */
    List<DynamoSession> siblings(SessionCookie cookie) {
        return boundary().change("Changing the ID of a session", () -> siblings(other -> other.sibling(cookie)));
    }

    private List<DynamoSession> siblings(Function<DynamoSessionCache, @Nullable DynamoSession> find) {
        requireOpen();
        List<DynamoSession> siblings = new ArrayList<>();
        for (SessionManager manager : otherManagers()) {
            if (manager.getSessionCache() instanceof DynamoSessionCache other) {
                other.requireOpen();
                DynamoSession sibling = find.apply(other);
                if (sibling != null) {
                    siblings.add(sibling);
                }
            }
        }
        return siblings;
    }

    private Set<SessionManager> otherManagers() {
        Set<SessionManager> managers =
                ((DefaultSessionIdManager) getSessionManager().getSessionIdManager()).getSessionManagers();
        managers.remove(getSessionManager());
        return managers;
    }

    /** A session has a new ID, which the store gets with the response, or now if that cannot be replaced. */
    void rotating(DynamoSession session) {
        if (!boundary().canReplaceResponse()) {
            boundary().change("Changing the ID of a session", () -> {
                write(session);
                return true;
            });
        }
    }

    /**
     * Ends a session and those of other contexts that belong to it, those first: if one cannot be ended, this one is still there
     * and the request can be sent again.
     *
     * @return whether this call has ended it; if not, another request has
     */
    boolean end(DynamoSession session) {
        return boundary().change("Ending a session", () -> {
            requireOpen();
            SessionCookie cookie = session.storedCookie();
            if (cookie == null) {
                return store().end(session.data());
            }
            endSiblings(cookie);
            SessionCookies.ended(cookie);
            return store().end(session.data());
        });
    }

    /** After the end of a session: ends those of other contexts that were being created meanwhile. */
    void endCreatedMeanwhile(SessionCookie cookie) {
        boundary().change("Ending a session", () -> {
            endSiblings(cookie);
            return true;
        });
    }

    private void endSiblings(SessionCookie cookie) {
        siblings(other -> other.siblingToEnd(cookie)).forEach(DynamoSession::endAsSibling);
    }

    /** Ends the session of a public ID, on behalf of the application. Jetty notifies the listeners of what this returns. */
    @Override
    public @Nullable ManagedSession delete(String id) {
        return boundary().change("Ending a session", () -> {
            requireOpen();
            TrackedSessionData data = store().find(id);
            if (data == null || !store().end(data)) {
                return null;
            }
            DynamoSession session = new DynamoSession(this, data);
            session.setResident(true);
            session.loadAll();
            return session;
        });
    }

    /** An ID alone changes no session: {@link DynamoSession#renewId} does, in all contexts. */
    @Override
    public @Nullable ManagedSession renewSessionId(
            String oldId, String newId, String oldExtendedId, String newExtendedId) {
        return null;
    }

    /** Ends what has expired and notifies the listeners, each session once in the cluster. Nothing is left to Jetty. */
    @Override
    public Set<String> checkExpiration(Set<String> candidates) {
        SessionStore current = store;
        if (isStarted() && current != null && getSessionDataStore() instanceof AbstractSessionDataStore settings) {
            long beforeMs = System.currentTimeMillis() - TimeUnit.SECONDS.toMillis(settings.getGracePeriodSec());
            _context.run(() -> {
                current.scavenge(beforeMs, this::notifyExpired);
                if (beforeMs - lastOrphanSweepMs >= ORPHAN_SWEEP_MS) {
                    lastOrphanSweepMs = beforeMs;
                    current.scavengeOrphans(beforeMs - ORPHAN_SWEEP_MS);
                }
            });
        }
        return Set.of();
    }

    private void notifyExpired(TrackedSessionData data) {
        DynamoSession session = new DynamoSession(this, data);
        session.setResident(true);
        session.beginInvalidate();
        session.finish(true);
    }

    void notifyDestroyed(DynamoSession session) {
        notifyOf(session, () -> getSessionManager().onSessionDestroyed(session));
    }

    void notifyRemoved(DynamoSession session) {
        notifyOf(session, session::finishInvalidate);
    }

    void notifyIdChanged(DynamoSession session, String oldId) {
        notifyOf(session, () -> getSessionManager().onSessionIdChanged(session, oldId));
    }

    private void notifyOf(DynamoSession session, Runnable notify) {
        inContext(() -> boundary().listener(session.getId(), notify));
    }

    /** With the class loader of the application, which Jetty has not entered for other contexts. */
    void inContext(Runnable work) {
        _context.run(work);
    }

    boolean detectsMutations() {
        return policy != null && policy.mutations() != Mutations.IGNORED;
    }

    Boundary boundary() {
        return Objects.requireNonNull(boundary, "Not started");
    }

    private SessionCookies cookies() {
        return Objects.requireNonNull(cookies, "Not started");
    }

    SessionStore store() {
        return Objects.requireNonNull(store, "Not started");
    }

    private void requireOpen() {
        if (store == null || store().isClosed()) {
            throw new UnavailableException(SessionStore.NOT_STARTED);
        }
    }

    @Override
    public void shutdown() {
        // Requests that go on save their own sessions, as long as the store is there.
    }

    @Override
    public boolean contains(String id) {
        return false;
    }

    @Override
    protected @Nullable ManagedSession doGet(String id) {
        return null;
    }

    @Override
    protected org.eclipse.jetty.server.@Nullable Session doPutIfAbsent(String id, ManagedSession session) {
        return null;
    }

    @Override
    protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, @Nullable ManagedSession> load) {
        return load.apply(id);
    }

    @Override
    protected boolean doReplace(String id, ManagedSession oldValue, ManagedSession newValue) {
        return true;
    }

    @Override
    public @Nullable ManagedSession doDelete(String id) {
        return null;
    }
}
