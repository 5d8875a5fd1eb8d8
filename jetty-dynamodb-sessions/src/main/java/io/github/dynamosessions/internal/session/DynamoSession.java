package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import io.github.dynamosessions.internal.store.SessionStore;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session for one request. It knows its ID from the start and reads its item when the application first asks for it: a
 * request that does not use its session makes no call. Large attributes are read when the application asks for them. Thread safe.
 */
final class DynamoSession extends ManagedSession {

    /**
     * Between its lookup and {@code access}, Jetty asks twice whether the session is valid. Asked more often, the session is
     * read: early, but correctly.
     */
    private static final int QUESTIONS_OF_THE_LOOKUP = 2;

    private enum State {
        /** Jetty looks for the session of a request. */
        LOOKED_UP,
        /** The request has its session and has not used it. */
        UNUSED,
        /** The session is read, or is new. */
        READ,
        /** There was none to read. */
        ABSENT,
        /** It could not be read. */
        FAILED,
        /** The request is complete and has not used it. */
        LEFT
    }

    private final DynamoSessionCache cache;
    private final TrackedSessionData data;
    private final List<DynamoSession> siblings = new ArrayList<>();

    private State state;
    private int questions;
    private @Nullable Lookup lookup;
    private @Nullable Throwable failure;
    private @Nullable SessionCookie storedCookie;
    private boolean joined;
    private boolean fromUrl;
    private boolean notifying;

    /** What the next caller that asks for all names gets instead: Jetty, on its way through the listeners. */
    private @Nullable Set<String> namesToNotify;

    /** A session that is new, or that has been read. */
    DynamoSession(DynamoSessionCache cache, TrackedSessionData data) {
        super(cache.getSessionManager(), data);
        this.cache = cache;
        this.data = data;
        state = State.READ;
    }

    /**
     * A session that will be read.
     *
     * @param request the request that has sent the cookie; null if there is none
     */
    DynamoSession(
            DynamoSessionCache cache, TrackedSessionData placeholder, SessionCookie cookie, @Nullable Request request) {
        this(cache, placeholder);
        state = State.LOOKED_UP;
        lookup = new Lookup(cookie, request);
        setExtendedId("");
    }

    /** Counts the request that uses it. */
    void enter() {
        setResident(true);
        use();
    }

    TrackedSessionData data() {
        return data;
    }

    /** Whether this is the session of a cookie, also of that from before this very request has changed the ID. */
    boolean isOf(SessionCookie cookie) {
        SessionCookie own = data.cookie();
        SessionCookie stored = storedCookie();
        return own != null && own.text().equals(cookie.text())
                || stored != null && stored.text().equals(cookie.text());
    }

    /** The cookie that opens the session as it is stored now. */
    @Nullable
    SessionCookie storedCookie() {
        return storedCookie == null ? data.cookie() : storedCookie;
    }

    /** The sessions of other contexts whose ID changes with this one's. */
    List<DynamoSession> siblings() {
        return siblings;
    }

    /** To be called when the new ID is saved, here and in the other contexts. */
    void rotated() {
        storedCookie = null;
        siblings.clear();
    }

    /** Whether its ID has changed, or that of siblings together with it, and that is not saved yet. */
    boolean isRotating() {
        return data.isRotating() || !siblings.isEmpty();
    }

    /** To be called when its ID is that of a session in another context, which the client has sent. */
    void setJoined() {
        joined = true;
    }

    boolean isJoined() {
        return joined;
    }

    /**
     * To be called when the request has its ID in the URL and in no cookie: it never becomes a cookie, which a link could plant in a
     * browser otherwise.
     */
    void setFromUrl() {
        fromUrl = true;
    }

    boolean isFromUrl() {
        return fromUrl;
    }

    @Override
    public boolean isSetCookieNeeded() {
        return !fromUrl && super.isSetCookieNeeded();
    }

    @Override
    public HttpCookie generateSetCookie(String name, Map<String, String> attributes) {
        cache.cookieSent(attributes);
        return super.generateSetCookie(name, attributes);
    }

    boolean isRead() {
        AutoLock lock = lock();
        try {
            return state == State.READ;
        } finally {
            lock.close();
        }
    }

    /** Reads the session now, for callers that cannot wait: what Jetty has looked up must be a session, or none. */
    boolean readNow() {
        try {
            read(false);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw cache.boundary().unreadable(getId(), e);
        }
        return super.isValid();
    }

    /** Whether the request is complete without having used the session. */
    boolean leave() {
        AutoLock lock = lock();
        try {
            if (state == State.READ) {
                return false;
            }
            if (state == State.LOOKED_UP || state == State.UNUSED) {
                state = State.LEFT;
            }
            lookup = null;
            setResident(false);
            return true;
        } finally {
            lock.close();
        }
    }

    /** The first question after the lookup is one of the application, which uses its session from then on. */
    @Override
    public boolean isValid() {
        AutoLock lock = lock();
        try {
            if (state == State.LOOKED_UP && questions++ < QUESTIONS_OF_THE_LOOKUP) {
                return true;
            }
        } finally {
            lock.close();
        }
        read(true);
        return super.isValid();
    }

    /**
     * Throws if there was none to read: where Jetty's ee8 and ee9 change the ID of a session that is not valid, they ask for its ID
     * and nothing else.
     */
    @Override
    public String getId() {
        AutoLock lock = lock();
        try {
            if (state == State.ABSENT) {
                throw new IllegalStateException("No session");
            }
            return super.getId();
        } finally {
            lock.close();
        }
    }

    /** Whether a session has expired is decided when it is read, in the store. */
    @Override
    public boolean isExpiredAt(long timeMs) {
        return false;
    }

    /**
     * The end of Jetty's lookup. A session that is not used is not accessed.
     *
     * @param ignored Jetty's time: the store's clock counts
     * @return whether Jetty may send its cookie again
     */
    @Override
    public boolean access(long ignored) {
        AutoLock lock = lock();
        try {
            if (state == State.LOOKED_UP) {
                state = State.UNUSED;
            }
            return state == State.READ && super.access(store().nowMs()) && !fromUrl;
        } finally {
            lock.close();
        }
    }

    /** Jetty counts the idle timeout from its own time. */
    @Override
    public void release() {
        super.release();
        data.calcAndSetExpiry();
    }

    private void read(boolean access) {
        Reading reading = null;
        Lookup from;
        AutoLock lock = lock();
        try {
            if (state == State.FAILED) {
                throw DynamoSession.<RuntimeException>again(failure);
            }
            if (state != State.LOOKED_UP && state != State.UNUSED) {
                return;
            }
            from = lookup;
            lookup = null;
            state = State.READ; // for what is called meanwhile on this thread; others wait for the lock
            try {
                reading = cache.read(this, from);
                if (reading == Reading.FOUND) {
                    setExtendedId("");
                    onSessionActivation(); // before the application sees a value; what it throws is the application's
                }
            } catch (Throwable e) { // in other languages, checked ones too
                state = State.FAILED;
                failure = e;
                throw e;
            }
            if (reading != Reading.FOUND) {
                state = State.ABSENT;
                _state = ManagedSession.State.INVALID; // before another thread of the request can use it
            } else if (access) {
                cache.access(this, from);
            }
        } finally {
            lock.close();
        }
        if (reading == Reading.EXPIRED) {
            cache.expired(this, from);
        }
    }

    /** For callers that ask again for a session which could not be read: they must not find that there is none. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException again(Throwable failure) throws T {
        if (failure instanceof SessionUnavailableError unavailable) {
            throw Boundary.failed(unavailable);
        }
        throw (T) failure;
    }

    /** Ignores what Jetty says: the client's cookie holds more than Jetty knows. */
    @Override
    public void setExtendedId(String ignored) {
        SessionCookie cookie = data.cookie();
        super.setExtendedId(cookie == null ? data.getId() : cookie.text());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        read(true);
        AutoLock lock = lock();
        try {
            checkValidForRead();
            load(name);
            if (!notifying) {
                data.handedOut(name, cache.detectsMutations());
            }
            return super.getAttribute(name);
        } finally {
            lock.close();
        }
    }

    /** Listeners are notified with the value that was there before, so it is read. */
    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        read(true);
        AutoLock lock = lock();
        try {
            checkValidForWrite();
            load(name);
        } finally {
            lock.close();
        }
        return super.setAttribute(name, value);
    }

    @Override
    public Set<String> getAttributeNameSet() {
        read(true);
        AutoLock lock = lock();
        try {
            Set<String> names = namesToNotify;
            namesToNotify = null;
            return names == null ? super.getAttributeNameSet() : names;
        } finally {
            lock.close();
        }
    }

    @Override
    protected void checkValidForRead() {
        read(true);
        super.checkValidForRead();
    }

    @Override
    protected void checkValidForWrite() {
        read(true);
        super.checkValidForWrite();
    }

    @Override
    public int getMaxInactiveInterval() {
        read(true);
        return super.getMaxInactiveInterval();
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        read(true);
        super.setMaxInactiveInterval(seconds);
    }

    /** Changes the ID. The store does so when the response leaves, with all that the request changes. */
    @Override
    public void renewId(Request request, @Nullable Response response) {
        Objects.requireNonNull(request, "request: without one, the client does not get the new ID");
        if (response != null && response.isCommitted()) {
            throw new IllegalStateException("the ID of a session cannot change when the response is committed");
        }
        read(true);
        String oldId;
        List<DynamoSession> changed;
        AutoLock lock = lock();
        try {
            if (!super.isValid()) {
                throw new IllegalStateException("session " + getId() + " is not valid");
            }
            oldId = getId();
            SessionCookie before = storedCookie();
            if (siblings.isEmpty() && before != null) {
                siblings.addAll(cache.siblings(before));
                if (data.stored() == null && !siblings.isEmpty()) {
                    cache.requireNone(before);
                }
            }
            SessionCookie next = before == null ? SessionCookie.create() : before.rotated();
            if (before != null && data.stored() == null) {
                SessionCookies.rotated(request, before, next);
            }
            storedCookie = before;
            long nowMs = store().nowMs();
            data.rotate(next, nowMs);
            siblings.forEach(sibling -> sibling.data.rotate(next, nowMs));
            setExtendedId("");
            onIdChanged();
            changed = List.copyOf(siblings);
            cache.rotating(this);
        } finally {
            lock.close();
        }
        cache.notifyIdChanged(this, oldId);
        changed.forEach(sibling -> sibling.cache.notifyIdChanged(sibling, oldId));
        if (response != null && isSetCookieNeeded()) {
            Response.putCookie(response, getSessionManager().getSessionCookie(this, request.isSecure()));
        }
    }

    /** Ends it, in the store first: no listener is notified of an end that does not come. */
    @Override
    public void invalidate() {
        read(true);
        end(() -> cache.end(this));
    }

    /** The same, on behalf of a session of another context. */
    void endAsSibling() {
        end(() -> cache.store().end(data));
    }

    /** Saves it in its context. */
    void save() {
        cache.inContext(() -> cache.store().save(data));
        data.clean();
    }

    /** The same, of a new session that takes over the ID of those in other contexts. */
    void saveJoining(List<SessionStore> others) {
        cache.inContext(() -> cache.store().saveJoining(data, others, cache::notifyExpired));
        data.clean();
    }

    SessionStore store() {
        return cache.store();
    }

    /** What the keys of its context begin with: the order in which a session and its siblings get a new ID. */
    String keyStart() {
        return cache.store().keyStart();
    }

    private void end(BooleanSupplier end) {
        if (!beginInvalidate()) {
            return; // a listener that is notified of the end ends it once more
        }
        boolean ended;
        try {
            ended = end.getAsBoolean();
        } catch (RuntimeException | Error e) {
            AutoLock lock = lock();
            try {
                _state = ManagedSession.State.VALID;
                _stateChangeCompleted.signalAll();
            } finally {
                lock.close();
            }
            throw e;
        }
        finish(ended);
    }

    /**
     * After the end: notifies the listeners, each value of its removal too.
     *
     * @param notify whether this request has ended it; if not, another one has
     */
    void finish(boolean notify) {
        Boundary.withoutInterrupt(() -> {
            if (notify) {
                cache.inContext(this::loadAll);
                cache.notifyDestroyed(this);
            } else {
                data.clearAllAttributes();
            }
            cache.notifyRemoved(this);
            if (notify) {
                cache.store().deleteChunks(data);
            }
            setResident(false);
        });
    }

    /** Finds the values that were changed in place. */
    Set<String> mutations() {
        return data.mutations(cache.detectsMutations());
    }

    @Override
    public void onSessionActivation() {
        notifyOf(data.loadedNames(), super::onSessionActivation);
    }

    @Override
    public void onSessionPassivation() {
        notifyOf(data.loadedNames(), super::onSessionPassivation);
    }

    private void load(String name) {
        if (cache.boundary().readAttribute(getId(), () -> data.load(name))) {
            activate(name);
        }
    }

    /** Before the application sees the value. */
    private void activate(String name) {
        notifyOf(Set.of(name), () -> getSessionManager().onSessionActivation(this));
    }

    /**
     * Reads every value: each is notified that it leaves the session. One that cannot be read any more is left out; once
     * DynamoDB has not answered, nobody waits for the next one.
     */
    void loadAll() {
        AutoLock lock = lock();
        try {
            for (String name : Set.copyOf(data.getKeys())) {
                try {
                    if (data.load(name)) {
                        activate(name);
                    }
                } catch (UnavailableException e) {
                    Set<String> missing = data.missingNames();
                    cache.boundary()
                            .log()
                            .warn(
                                    "Attributes {} of session {}, which has ended, cannot be read for their listeners: {}",
                                    missing,
                                    getId(),
                                    e.getMessage());
                    missing.forEach(data::forget);
                    return;
                } catch (Throwable e) {
                    cache.boundary()
                            .log()
                            .warn(
                                    "Attribute '{}' of session {}, which has ended, cannot be read for its listeners: {}",
                                    name,
                                    getId(),
                                    e.getMessage());
                    data.forget(name);
                }
            }
        } finally {
            lock.close();
        }
    }

    private void notifyOf(Set<String> names, Runnable notify) {
        AutoLock lock = lock();
        try {
            namesToNotify = names;
            notifying = true;
            notify.run();
        } finally {
            notifying = false;
            namesToNotify = null;
            lock.close();
        }
    }

    /** Without the extended ID, which is a secret and would be in logs. */
    @Override
    public String toString() {
        return "DynamoSession[" + data.getId() + "]";
    }

    /**
     * What a session is read with.
     *
     * @param cookie what the client has sent
     * @param request the request; null if there is none
     */
    record Lookup(SessionCookie cookie, @Nullable Request request) {

        void run(Runnable work) {
            if (request == null) {
                work.run();
            } else {
                RequestScope.run(request, work);
            }
        }
    }
}
