package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.LazyAttributes;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's session, whose big values are read when the application asks for them. Jetty itself asks for every value, at
 * each load and save, to tell those that listen; a value that is not here is not told, but when it is read. Thread safe.
 */
abstract class LazySession extends ManagedSession {

    private static final Logger LOG = LoggerFactory.getLogger(LazySession.class);

    private final SessionFaults faults;
    private final DetectMutations detectMutations;
    private final @Nullable LazyAttributes lazy;

    private final Set<String> warned = new HashSet<>();
    private boolean telling;

    /** What the next one who asks for all names gets instead: Jetty, on its way through the listeners. */
    private @Nullable Set<String> namesToTell;

    LazySession(SessionManager manager, SessionData data, SessionFaults faults, DetectMutations detectMutations) {
        super(manager, data);
        this.faults = faults;
        this.detectMutations = detectMutations;
        this.lazy = data instanceof LazyAttributes attributes ? attributes : null;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        AutoLock lock = lock();
        try {
            checkValidForRead();
            load(name);
            if (detectMutations != DetectMutations.OFF && lazy != null && !telling) {
                lazy.handedOut(name);
            }
            return super.getAttribute(name);
        } finally {
            lock.close();
        }
    }

    /** Listeners are told of the value that was there before, so it is read. */
    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        AutoLock lock = lock();
        try {
            checkValidForWrite();
            load(name);
        } finally {
            lock.close();
        }
        Object old = super.setAttribute(name, value);
        if (detectMutations != DetectMutations.OFF && value != null) {
            handedOut(name); // the application may go on changing it
        }
        return old;
    }

    private void handedOut(String name) {
        AutoLock lock = lock();
        try {
            if (lazy != null) {
                lazy.handedOut(name);
            }
        } finally {
            lock.close();
        }
    }

    @Override
    public Set<String> getAttributeNameSet() {
        AutoLock lock = lock();
        try {
            Set<String> names = namesToTell;
            namesToTell = null;
            return names == null ? super.getAttributeNameSet() : names;
        } finally {
            lock.close();
        }
    }

    /** To be called before the session is saved: finds the values that were changed in place. */
    void markMutations() {
        AutoLock lock = lock();
        try {
            if (detectMutations != DetectMutations.OFF && lazy != null) {
                lazy.mutations().forEach(this::mutated);
            }
        } finally {
            lock.close();
        }
    }

    private void mutated(String name) {
        if (detectMutations == DetectMutations.SAVE) {
            getSessionData().setDirty(name);
        } else if (warned.add(name)) { // once a request: it looks at commit and at release
            LOG.warn("Attribute '{}' was changed in place and is not saved. Call setAttribute after the change", name);
        }
    }

    /** Jetty saves the session after its last request has released it. */
    @Override
    public void release() {
        AutoLock lock = lock();
        try {
            super.release();
            if (getRequests() <= 0) {
                markMutations();
                if (lazy != null) {
                    lazy.forgetHandedOut();
                }
            }
        } finally {
            lock.close();
        }
    }

    @Override
    public void onSessionActivation() {
        tell(loadedNames(), super::onSessionActivation);
    }

    @Override
    public void onSessionPassivation() {
        tell(loadedNames(), super::onSessionPassivation);
    }

    /**
     * Reads every value, as long as the parts are stored: when the session ends, each hears that it leaves it. One that
     * cannot be read any more does not keep the session from ending.
     */
    final void loadAll() {
        AutoLock lock = lock();
        try {
            boolean available = true;
            for (String name : lazy == null
                    ? Set.<String>of()
                    : Set.copyOf(getSessionData().getKeys())) {
                available = loadOrForget(lazy, name, available);
            }
        } finally {
            lock.close();
        }
    }

    private void load(String name) {
        if (lazy != null && faults.load(getSessionData(), () -> lazy.load(name))) {
            activate(name);
        }
    }

    /** Whether the next one is worth a try: each would wait as long as this one. */
    private boolean loadOrForget(LazyAttributes attributes, String name, boolean available) {
        if (!available && !attributes.loadedNames().contains(name)) {
            attributes.forget(name);
            return false;
        }
        try {
            if (attributes.load(name)) {
                activate(name);
            }
            return available;
        } catch (RuntimeException e) {
            LOG.warn("the listeners of a session that ends are not told of attribute '{}': {}", name, e.getMessage());
            attributes.forget(name);
            return !(e instanceof UnavailableException);
        }
    }

    /** Before the application sees the value. */
    private void activate(String name) {
        tell(Set.of(name), () -> getSessionManager().onSessionActivation(this));
    }

    private @Nullable Set<String> loadedNames() {
        return lazy == null ? null : lazy.loadedNames();
    }

    private void tell(@Nullable Set<String> names, Runnable tell) {
        AutoLock lock = lock();
        try {
            namesToTell = names;
            telling = true;
            tell.run();
        } finally {
            telling = false;
            namesToTell = null;
            lock.close();
        }
    }
}
