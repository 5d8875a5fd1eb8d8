package io.github.dynamosessions.internal.item;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Session data that knows which attributes changed since it was read, so that only these are written.
 *
 * <p>Jetty calls all of this under the session's lock.
 */
final class TrackedSessionData extends SessionData {

    private static final long serialVersionUID = 1;

    private transient Set<String> changedNames = new HashSet<>();
    private transient boolean changedUnnamed;
    private transient @Nullable Map<String, AttributeValue> stored;
    private transient long storedMaxInactiveMs;

    TrackedSessionData(
            String id, String contextPath, String vhost, long created, long accessed, long lastAccessed, long maxIdle) {
        super(id, contextPath, vhost, created, accessed, lastAccessed, maxIdle);
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

    /** The names that may differ from what is stored; the caller still compares. */
    Set<String> suspects() {
        if (!changedUnnamed && stored != null) {
            return changedNames;
        }
        Set<String> names = new HashSet<>(changedNames);
        names.addAll(getKeys());
        if (stored != null) {
            names.addAll(stored.keySet());
        }
        return names;
    }

    boolean isStoredAs(String name, AttributeValue value) {
        return stored != null && value.equals(stored.get(name));
    }

    /** Unknown counts as stored: removing what is not there costs nothing and does no harm. */
    boolean mayBeStored(String name) {
        return stored == null || stored.containsKey(name);
    }

    boolean hasNewTimeout() {
        return storedMaxInactiveMs != getMaxInactiveMs();
    }

    /** The whole of what the table holds now. */
    void stored(Map<String, AttributeValue> attributes) {
        stored = new HashMap<>(attributes);
        storedMaxInactiveMs = getMaxInactiveMs();
    }

    /** What the table holds now, given what it held before. */
    void stored(Map<String, AttributeValue> changed, Set<String> removed) {
        if (stored != null) {
            stored.putAll(changed);
            stored.keySet().removeAll(removed);
        }
        storedMaxInactiveMs = getMaxInactiveMs();
    }

    /** A copy that went through Java serialization, as Jetty's memcached cache makes it, knows of no stored form. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        changedNames = new HashSet<>();
    }
}
