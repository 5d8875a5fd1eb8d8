package io.github.dynamosessions.internal.item;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * Session data that knows which attributes changed since it was read, so that only these are written.
 *
 * <p>Jetty calls all of this under the session's lock.
 */
final class TrackedSessionData extends SessionData {

    private static final long serialVersionUID = 1;

    private transient Set<String> changedNames = new HashSet<>();
    private transient boolean changedUnnamed;
    private transient @Nullable StoredState stored;
    private transient Lifetimes lifetimes;
    private transient boolean outdated;

    TrackedSessionData(
            String id,
            SessionScope scope,
            long created,
            long accessed,
            long lastAccessed,
            long maxInactiveMs,
            Lifetimes lifetimes) {
        super(id, scope.contextPath(), scope.vhost(), created, accessed, lastAccessed, maxInactiveMs);
        this.lifetimes = lifetimes;
        calcAndSetExpiry(); // Jetty's constructor has done so too, without the lifetimes
    }

    /** Jetty names the attribute here, and here alone. */
    @Override
    public void setDirty(String name) {
        changedNames.add(name);
        _dirty = true;
    }

    /** Without a name, anything may have changed: a rotation, a new idle timeout, or a value that was changed in place. */
    @Override
    public void setDirty(boolean dirty) {
        super.setDirty(dirty);
        if (dirty) {
            changedUnnamed = true;
        } else {
            changedNames.clear();
            changedUnnamed = false;
        }
    }

    @Override
    public long calcExpiry(long timeMs) {
        long expiryMs = super.calcExpiry(timeMs);
        return lifetimes == null ? expiryMs : lifetimes.capped(expiryMs, getCreated());
    }

    @Override
    public boolean isExpiredAt(long timeMs) {
        return super.isExpiredAt(timeMs) || lifetimes.isOver(getCreated(), timeMs);
    }

    /** The names that may differ from what is stored; the caller still compares. */
    Set<String> suspects() {
        if (!changedUnnamed && stored != null) {
            return changedNames;
        }
        Set<String> names = new HashSet<>(changedNames);
        names.addAll(getKeys());
        if (stored != null) {
            names.addAll(stored.attributes().keySet());
        }
        return names;
    }

    /** Null if this session was never read or written here. */
    @Nullable
    StoredState stored() {
        return stored;
    }

    void stored(@Nullable StoredState now) {
        stored = now;
    }

    boolean isOutdated() {
        return outdated;
    }

    void setOutdated() {
        outdated = true;
    }

    /** A copy that went through Java serialization, as Jetty's memcached cache makes it, knows of no stored form. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        changedNames = new HashSet<>();
        lifetimes = new Lifetimes(0, 0);
    }
}
