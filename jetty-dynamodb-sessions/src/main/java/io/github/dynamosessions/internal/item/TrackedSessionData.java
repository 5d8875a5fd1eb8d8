package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.attribute.ContainerAttributes;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Session data that knows which attributes have changed since it was read, so that only these are written; and that reads a
 * large attribute when the application asks for it. Until then, its reference takes its place. To be used under the session's
 * lock.
 */
public final class TrackedSessionData extends SessionData {

    private static final long serialVersionUID = 1;

    private transient Set<String> changedNames = new HashSet<>();
    private transient Map<String, AttributeValue> handedOut = new HashMap<>();
    private transient List<ChunkReference> written = new ArrayList<>();
    private transient @Nullable StoredItem stored;
    private transient @Nullable SessionCookie cookie;
    private transient boolean rotating;
    private transient boolean ended;
    private transient long knownIdVersion;
    private transient long knownMaxInactiveMs;
    private transient Lifetimes lifetimes;
    private transient @Nullable StoredAttributes forms;
    private transient @Nullable LargeValues large;
    private transient long unpackedBytes;
    private long authenticatedMs;

    TrackedSessionData(
            String id,
            SessionScope scope,
            long created,
            long accessed,
            long lastAccessed,
            long maxInactiveMs,
            Lifetimes lifetimes,
            StoredAttributes forms,
            LargeValues large) {
        super(id, scope.contextPath(), scope.vhost(), created, accessed, lastAccessed, maxInactiveMs);
        this.lifetimes = lifetimes;
        this.forms = forms;
        this.large = large;
        calcAndSetExpiry(); // Jetty's constructor has done so too, without the lifetimes
    }

    /** The cookie that opens the session, once it is saved; null for a session without a secret. */
    public @Nullable SessionCookie cookie() {
        return cookie;
    }

    /** Sets the cookie of a session that is not stored yet, or that was read with it. */
    public void setCookie(SessionCookie cookie) {
        this.cookie = cookie;
        setId(cookie.handle().id());
    }

    /** Changes the ID. The store does so with the next save, with all else that has changed. */
    public void rotate(SessionCookie next, long nowMs) {
        setCookie(next);
        rotating = stored != null;
        authenticatedMs = nowMs;
        calcAndSetExpiry();
        setDirty(true);
    }

    /** Whether the ID has changed and is not saved yet. */
    public boolean isRotating() {
        return rotating;
    }

    /** Whether there is nothing to write to any more. */
    public boolean hasEnded() {
        return ended;
    }

    /** The item as this node last knew it; null if the session was never read or written here. */
    public @Nullable StoredItem stored() {
        return stored;
    }

    /** The number of the session ID rotation with which this request has read the session, or which it has made. */
    public long knownIdVersion() {
        return knownIdVersion;
    }

    /** To be called when another request has written the item meanwhile. */
    public void setStored(StoredItem now) {
        stored = now;
        long maxInactiveMs = now.number(ItemSchema.MAX_INACTIVE);
        if (getMaxInactiveMs() == knownMaxInactiveMs && maxInactiveMs != knownMaxInactiveMs) {
            setMaxInactiveMs(maxInactiveMs); // not this request has set it
            calcAndSetExpiry();
        }
        knownMaxInactiveMs = maxInactiveMs;
    }

    /** To be called when a change was found to be written, by an attempt whose answer was lost. */
    public void setSaved(ItemChange change, StoredItem now) {
        setStored(now);
        if (change.rotates()) {
            rotating = false;
            knownIdVersion = now.idVersion();
        }
        changedNames.removeAll(change.attributeNames());
        change.attributes().forEach(this::watch);
    }

    /** To be called when there is nothing to write to any more: the session has ended, or this request is not to change it. */
    public void setEnded() {
        ended = true;
        rotating = false;
    }

    /** To be called when the session was stored as a whole. */
    public void setCreated(StoredItem item) {
        setFirst(item);
        item.attributes().forEach(this::watch);
        changedNames.clear();
        written.clear();
    }

    /** To be called when the session was found to be stored already, by another request: all that this one holds is a change. */
    public void setCreatedByOther(StoredItem item) {
        changedNames.addAll(getKeys());
        setFirst(item);
    }

    /** To be called when a change was written. */
    public void setSaved(ItemChange change) {
        setSaved(change, change.known().after(change));
    }

    /** @param plainBytes how many bytes of values are here */
    void read(StoredItem item, long plainBytes) {
        unpackedBytes = plainBytes;
        setFirst(item);
    }

    private void setFirst(StoredItem item) {
        stored = item;
        knownIdVersion = item.idVersion();
        knownMaxInactiveMs = item.number(ItemSchema.MAX_INACTIVE);
        authenticatedMs = item.number(ItemSchema.AUTHENTICATED, 0);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        load(name);
        return super.getAttribute(name);
    }

    /** Reads the old value, since listeners are notified with it. */
    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        load(name);
        return super.setAttribute(name, value);
    }

    @Override
    public Map<String, Object> getAllAttributes() {
        getKeys().forEach(this::load);
        return super.getAllAttributes();
    }

    /** The names of the attributes whose values are here. */
    public Set<String> loadedNames() {
        Set<String> names = new HashSet<>(getKeys());
        names.removeIf(name -> !isLoaded(name));
        return names;
    }

    /** The names of large attributes that were not read yet. */
    public Set<String> missingNames() {
        Set<String> names = new HashSet<>(getKeys());
        names.removeIf(this::isLoaded);
        return names;
    }

    /**
     * Reads a large attribute, if it is not here yet.
     *
     * @return whether there is one, and it was not here before
     * @throws ItemCodec.UnreadableItemException if its chunks are missing, or it cannot be deserialized
     * @throws UnsupportedFormatException if a request must not read so much, or another node can read it
     * @throws IllegalStateException if the session has ended
     */
    public boolean load(String name) {
        if (isLoaded(name)) {
            return false;
        }
        ChunkReference reference = (ChunkReference) _attributes.get(name);
        unpackedBytes = forms.unpacked(unpackedBytes, reference);
        LargeValues.Found found = large.read(this, name, reference);
        if (found == null) {
            forget(name);
            return false;
        }
        Object value = forms.decode(getId(), name, found);
        if (value == null) {
            forget(name);
            return false;
        }
        _attributes.put(name, value);
        return true;
    }

    /** Forgets an attribute whose value is not here, without a change to the session. */
    public void forget(String name) {
        _attributes.remove(name);
    }

    boolean isLoaded(String name) {
        return !(_attributes.get(name) instanceof ChunkReference);
    }

    /**
     * The application has got the value of an attribute, and may change it in place.
     *
     * @param watched whether the application's changes in place are looked for; Jetty's always are
     */
    public void handedOut(String name, boolean watched) {
        if (!watched && !ContainerAttributes.isChangedInPlace(name)) {
            return;
        }
        AttributeValue form = stored == null ? null : stored.attributes().get(name);
        if (form != null && !handedOut.containsKey(name)) {
            watch(name, form);
        }
    }

    /** The application has a value, and may change it in place from now on. */
    private void watch(String name, AttributeValue form) {
        if (!StoredAttributes.isImmutable(_attributes.get(name))) {
            handedOut.put(name, form);
        }
    }

    /**
     * Finds the attributes that were handed out and are no longer what they were, without having been set. Those that Jetty has
     * changed count as set.
     *
     * @param watched whether the application's are looked for
     * @return the names of the application's
     */
    public Set<String> mutations(boolean watched) {
        Set<String> mutations = new HashSet<>();
        handedOut.forEach((name, form) -> {
            boolean ofContainer = ContainerAttributes.isChangedInPlace(name);
            if ((watched || ofContainer) && isMutated(name, form)) {
                if (ofContainer) {
                    setDirty(name);
                } else {
                    mutations.add(name);
                }
            }
        });
        return mutations;
    }

    private boolean isMutated(String name, AttributeValue form) {
        Object value = _attributes.get(name);
        return value != null && isLoaded(name) && !changedNames.contains(name) && !forms.isStored(name, value, form);
    }

    /** Jetty names the attribute here, and here alone. */
    @Override
    public void setDirty(String name) {
        changedNames.add(name);
        _dirty = true;
    }

    /**
     * Without a name it is no attribute that has changed, but the ID or the idle timeout. To compare all of them would write
     * values that were not set, over what other requests have: many serialize differently once they have been read.
     */
    @Override
    public void setDirty(boolean dirty) {
        super.setDirty(dirty);
        if (!dirty) {
            changedNames.clear();
        }
    }

    /** The time is that of the store's clock. Jetty's constructor has none yet. */
    @Override
    public long calcExpiry() {
        return lifetimes == null
                ? super.calcExpiry()
                : calcExpiry(lifetimes.clock().millis());
    }

    @Override
    public long calcExpiry(long timeMs) {
        long expiryMs = super.calcExpiry(timeMs);
        return lifetimes == null ? expiryMs : lifetimes.capped(expiryMs, startMs(this));
    }

    @Override
    public boolean isExpiredAt(long timeMs) {
        return super.isExpiredAt(timeMs) || lifetimes.isOver(startMs(this), timeMs);
    }

    /** Each session ID rotation sets the cookie, as the creation does; the item has only a later refresh. */
    @Override
    public long getCookieSet() {
        return Math.max(super.getCookieSet(), startMs(this));
    }

    /** The last session ID rotation, or the creation: from then on the maximum lifetime counts. */
    static long startMs(SessionData data) {
        return data instanceof TrackedSessionData tracked && tracked.authenticatedMs > 0
                ? tracked.authenticatedMs
                : data.getCreated();
    }

    long authenticatedMs() {
        return authenticatedMs;
    }

    /** The names that may differ from what is stored; the caller still compares. */
    Set<String> suspects() {
        return stored == null ? Objects.requireNonNull(getKeys()) : changedNames;
    }

    /** References to chunks that this data has caused to be written, whether or not an item refers to them. */
    public List<ChunkReference> written() {
        return written;
    }

    /** Called before any of it is serialized. */
    private Object writeReplace() {
        getAllAttributes();
        return this;
    }

    /** A copy that went through Java serialization, as Jetty's memcached cache makes it, knows of no stored form. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        changedNames = new HashSet<>();
        handedOut = new HashMap<>();
        written = new ArrayList<>();
        lifetimes = new Lifetimes(0, 0, InstantSource.system());
    }
}
