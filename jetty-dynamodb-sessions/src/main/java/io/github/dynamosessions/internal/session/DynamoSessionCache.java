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
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.AbstractSessionManager;
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

    private final Predicate<Handler> hasGuard;
    private final CookieSettings cookieSettings;
    private final RequestScope requestScope = new RequestScope();

    private final OtherContexts contexts;
    private final SessionSaver saver;

    private volatile @Nullable SessionStore store;
    private @Nullable SessionPolicy policy;
    private volatile @Nullable SessionCookies cookies;
    private volatile @Nullable Boundary boundary;
    private volatile @Nullable ContextCookies contextCookies;
    private volatile long lastOrphanSweepMs;

    /**
     * The cache of one context.
     *
     * @param hasGuard whether a handler is within one that replaces the response of a request that fails
     * @param cookieSettings what the options say of its cookies
     */
    public DynamoSessionCache(SessionManager manager, Predicate<Handler> hasGuard, CookieSettings cookieSettings) {
        super(manager);
        this.hasGuard = hasGuard;
        contexts = new OtherContexts(manager);
        saver = new SessionSaver(manager, contexts);
        this.cookieSettings = cookieSettings;
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
        requireGuard(context);
        boundary = new Boundary(this::store, policy);
        contextCookies = new ContextCookies(
                (AbstractSessionManager) getSessionManager(),
                context == null ? "/" : context.getContextPath(),
                boundary.log());
        contextCookies.setUp(cookieSettings);
        if (context != null) {
            // once and permanently: requests may leave a context that has stopped
            context.addEventListener(requestScope);
        }
        super.doStart();
        SessionStore opened = dataStore.getBean(SessionStore.class);
        lastOrphanSweepMs = opened.nowMs();
        store = opened;
    }

    /** Or responses would be sent whose session is not saved. */
    private void requireGuard(@Nullable ContextHandler context) {
        Handler handler = context == null && getSessionManager() instanceof Handler sessions ? sessions : context;
        if (handler == null || !hasGuard.test(handler)) {
            throw new IllegalStateException("no SessionUnavailableHandler is around context '"
                    + (context == null ? "/" : context.getContextPath())
                    + "': add server.insertHandler(new SessionUnavailableHandler()) after the last server.setHandler, which"
                    + " replaces all handlers");
        }
    }

    /** The session of a request. It is read later, when the application uses it, unless something speaks against it. */
    @Override
    public @Nullable ManagedSession get(String id) {
        SessionCookie cookie = cookies().take(id);
        if (cookie == null) {
            return null; // nothing that we have made looks like this
        }
        Request request = RequestScope.request();
        RequestedIds ids = RequestedIds.of(request);
        boolean isMade = SessionCookies.isMadeByRequest(cookie);
        boolean isFromUrl = request != null && !isMade && !RequestedIds.isSentAsCookie(request, cookie);
        DynamoSession known = ids.found(this);
        // A request that another context forwards back here must not get another session from the table.
        boolean isKnown = known != null && known.isOf(cookie);
        DynamoSession other = isKnown ? null : known;
        if (isFromUrl && cookie.former() != null // which would change the session, and a link is no wish of the client
                || other != null && (isFromUrl || isMade) // a cookie goes before what is no cookie
                || !isMade && !isKnown && !ids.mayLookUp(this, cookie)) {
            return null;
        }
        DynamoSession session = isKnown ? known : new DynamoSession(this, placeholder(cookie), cookie, request);
        if (isFromUrl) {
            session.setFromUrl();
        }
        session.enter();
        boolean isLazy = !isKnown
                && boundary().canReplaceResponse()
                && LazyReading.isPossible(request, cookie, getSessionManager());
        if (!isLazy && !session.readNow()) {
            return null;
        }
        if (other != null) {
            throw boundary().severalSessions(other.data().cookie(), cookie);
        }
        ids.setFound(this, session);
        return session;
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
        } else {
            RequestedIds ids = RequestedIds.of(lookup.request());
            ids.setMissed(this, lookup.cookie());
            if (reading[0] == Reading.NOT_OPENED) {
                ids.setNotOpened();
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
        RequestedIds ids = RequestedIds.ofCurrentRequest();
        if (cookie == null || !ids.mayLookUp(this, cookie)) {
            return false;
        }
        boolean exists = boundary().read(id, false, () -> store().exists(cookie));
        if (!exists) {
            ids.setMissed(this, cookie);
        }
        return exists;
    }

    /** What it throws reaches the application; of what is thrown later, Jetty makes a log line. */
    @Override
    public ManagedSession newSession(String id, long ignored, long maxInactiveMs) {
        boundary().change("Creating a session", () -> {
            requireOpen();
            return true;
        });
        SessionCookies.Announcement announced = cookies().takeNew(id);
        long created = store().nowMs();
        TrackedSessionData data = store().newSession(id, created, created, created, maxInactiveMs);
        data.setCookie(announced == null ? SessionCookie.forHandle(SessionHandle.of(id)) : announced.cookie());
        data.setLastNode(_context.getWorkerName());
        DynamoSession session = new DynamoSession(this, data);
        if (announced != null && announced.joins()) {
            session.setJoined();
            RequestedIds.ofCurrentRequest().setCreated(this, announced.cookie());
        }
        RequestedIds.ofCurrentRequest().setFound(this, session);
        return session;
    }

    @Override
    public ManagedSession newSession(SessionData data) {
        return new DynamoSession(this, (TrackedSessionData) data);
    }

    @Override
    public void commit(ManagedSession session) throws Exception {
        if (session instanceof DynamoSession own && own.isRead() && RequestFailure.ofCurrentRequest() == null) {
            boolean saved = boundary().commit(own.isRotating(), () -> save(own, true));
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
            if (!session.isValid() || data.hasEnded()) {
                return;
            }
            saveOrLog(session.mutations(), session);
            boolean isDirty = data.isDirty();
            if (isDirty || !goesOn) {
                session.onSessionPassivation();
            }
            if (data.isDirty() || !store().isClosed() && store().areTimesDue(data)) {
                saver.save(session);
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
        } else if (!mutations.isEmpty()) {
            boundary()
                    .log()
                    .warn(
                            "Session attributes {} were changed in place and are not saved: call setAttribute after the change,"
                                    + " or set detectMutations=SAVE",
                            mutations);
        }
    }

    /** The session of this context that a cookie opens; null if there is none. It is read, and belongs to no request. */
    @Nullable
    DynamoSession opened(SessionCookie cookie) {
        requireOpen();
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
    @Nullable
    DynamoSession toEnd(SessionCookie cookie) {
        requireOpen();
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
        return boundary().change("Changing the ID of a session", () -> contexts.opened(cookie));
    }

    /**
     * Before a new session takes over the ID of siblings and changes it: one that another request has created here meanwhile would
     * keep the old one. What is created after the siblings were read refuses the change.
     */
    void requireNone(SessionCookie cookie) {
        boundary().change("Changing the ID of a session", () -> {
            if (store().exists(cookie)) {
                throw new RotationLostException(cookie.handle().id());
            }
            return true;
        });
    }

    /** A session has a new ID, which the store gets with the response, or now if that cannot be replaced. */
    void rotating(DynamoSession session) {
        if (!boundary().canReplaceResponse()) {
            boundary().change("Changing the ID of a session", () -> {
                saver.save(session);
                return true;
            });
        }
    }

    /**
     * Ends a session and those of other contexts that belong to it, those first: if one cannot be ended, this one is still there
     * and the request can be sent again. If one is created meanwhile, that writes to this one, which is then not ended yet.
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
            boolean ended = store().end(session.data(), () -> contexts.end(cookie));
            if (!ended) {
                contexts.end(cookie); // one may have been created before another request has ended this one
            }
            SessionCookies.ended(cookie);
            return ended;
        });
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
            long beforeMs = current.nowMs() - TimeUnit.SECONDS.toMillis(settings.getGracePeriodSec());
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

    void notifyExpired(TrackedSessionData data) {
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

    /** A session has made its cookie, with these attributes. */
    void cookieSent(Map<String, String> attributes) {
        Objects.requireNonNull(contextCookies, "Not started").sent(attributes);
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

    void requireOpen() {
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
