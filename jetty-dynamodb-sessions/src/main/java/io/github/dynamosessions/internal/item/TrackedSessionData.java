package io.github.dynamosessions.internal.item;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * Session data that knows which attributes changed since it was read, so that only these are written; and that reads a
 * value which lies in parts when somebody asks for it. Until then, its reference stands in its place.
 *
 * <p>Jetty calls all of this under the session's lock.
 */
final class TrackedSessionData extends SessionData implements LazyAttributes {

    private static final long serialVersionUID = 1;

    private transient Set<String> changedNames = new HashSet<>();
    private transient Set<String> handedOut = new HashSet<>();
    private transient @Nullable StoredState stored;
    private transient Lifetimes lifetimes;
    private transient @Nullable StoredAttributes forms;
    private transient @Nullable SpilledValues spilled;
    private transient volatile boolean outdated;
    private transient volatile boolean remembered;

    TrackedSessionData(
            String id,
            SessionScope scope,
            long created,
            long accessed,
            long lastAccessed,
            long maxInactiveMs,
            Lifetimes lifetimes,
            StoredAttributes forms,
            SpilledValues spilled) {
        super(id, scope.contextPath(), scope.vhost(), created, accessed, lastAccessed, maxInactiveMs);
        this.lifetimes = lifetimes;
        this.forms = forms;
        this.spilled = spilled;
        calcAndSetExpiry(); // Jetty's constructor has done so too, without the lifetimes
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        load(name);
        return super.getAttribute(name);
    }

    /** Reads the old value, since listeners are told of it. */
    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        load(name);
        Object old = super.setAttribute(name, value);
        if (remembered) {
            setDirty(name); // even if it was not here, and is removed: it may be stored by now
        }
        return old;
    }

    @Override
    public Map<String, Object> getAllAttributes() {
        getKeys().forEach(this::load);
        return super.getAllAttributes();
    }

    @Override
    public Set<String> loadedNames() {
        Set<String> names = new HashSet<>(getKeys());
        names.removeIf(name -> !isLoaded(name));
        return names;
    }

    @Override
    public boolean load(String name) {
        if (isLoaded(name)) {
            return false;
        }
        PartReference reference = (PartReference) _attributes.get(name);
        SpilledValues.Found found = spilled.read(stored.key(), name, reference);
        if (found == null || !found.stored().equals(reference.toValue())) {
            outdated = true; // another request has replaced or removed it
        }
        if (found == null) {
            forget(name);
            return false;
        }
        _attributes.put(name, forms.decode(name, found));
        stored = stored.with(name, found.stored());
        return true;
    }

    @Override
    public void forget(String name) {
        _attributes.remove(name);
        stored = stored.with(name, null);
    }

    @Override
    public void handedOut(String name) {
        if (!StoredAttributes.isImmutable(_attributes.get(name))) {
            handedOut.add(name);
        }
    }

    @Override
    public Set<String> mutations() {
        Set<String> names = new HashSet<>();
        if (stored == null) {
            return names; // it will be written whole
        }
        for (String name : handedOut) {
            Object value = _attributes.get(name);
            if (value != null
                    && isLoaded(name)
                    && !changedNames.contains(name)
                    && !forms.isStored(name, value, stored.attributes().get(name))) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public void forgetHandedOut() {
        handedOut.clear();
    }

    boolean isLoaded(String name) {
        return !(_attributes.get(name) instanceof PartReference);
    }

    /** Jetty names the attribute here, and here alone. */
    @Override
    public void setDirty(String name) {
        changedNames.add(name);
        _dirty = true;
    }

    /**
     * Without a name it is no attribute that has changed, but the id or the idle timeout. To compare all of them would write
     * values that nobody has set, over what other requests have: many serialize differently once they have been read.
     */
    @Override
    public void setDirty(boolean dirty) {
        super.setDirty(dirty);
        if (!dirty) {
            changedNames.clear();
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
        if (stored != null) {
            return changedNames;
        }
        Set<String> names = new HashSet<>(changedNames);
        names.addAll(getKeys());
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

    /** Whether what is stored is known from an earlier request. */
    boolean isRemembered() {
        return remembered;
    }

    void setRemembered() {
        remembered = true;
    }

    /** Called before any of it is written. */
    private Object writeReplace() {
        getAllAttributes();
        return this;
    }

    /** A copy that went through Java serialization, as Jetty's memcached cache makes it, knows of no stored form. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        changedNames = new HashSet<>();
        handedOut = new HashSet<>();
        lifetimes = new Lifetimes(0, 0);
    }
}
