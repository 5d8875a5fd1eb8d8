package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.ItemSchema.ATTRIBUTES;
import static io.github.dynamosessions.internal.item.ItemSchema.FORMAT_NUMBER;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UndecodableAttributeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sessions of one context as items of format 1, and back. Pure: no client, no clock. Thread safe, as far as the
 * session data that is handed in is not used by two threads at once.
 */
public final class ItemCodec {

    /** No request takes longer than this and still expects to find its session. */
    private static final long POINTER_LIFE_MS = 60_000;

    private final ItemSchema schema;
    private final SessionScope scope;
    private final AttributeCodec attributes;
    private final Lifetimes lifetimes;
    private final ItemMetadata metadata;

    /**
     * A codec for the sessions of one context.
     *
     * @param schema the configured names
     * @param scope whose sessions these are
     * @param attributes the codec of attribute values
     * @param lifetimes how long sessions live
     */
    public ItemCodec(ItemSchema schema, SessionScope scope, AttributeCodec attributes, Lifetimes lifetimes) {
        this.schema = schema;
        this.scope = scope;
        this.attributes = attributes;
        this.lifetimes = lifetimes;
        this.metadata = new ItemMetadata(schema, lifetimes);
    }

    /** Session data of this context that knows what changes. Times are epoch milliseconds. */
    public SessionData newSession(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return new TrackedSessionData(id, scope, created, accessed, lastAccessed, maxInactiveMs, lifetimes);
    }

    /** The whole item of a session. */
    public StoredItem encode(String key, SessionData data) {
        Map<String, AttributeValue> encoded = new HashMap<>();
        data.getAllAttributes().forEach((name, value) -> encoded.put(name, attributes.encode(name, value)));
        return item(key, data, encoded);
    }

    /**
     * The session of an item.
     *
     * @throws UndecodableItemException if the item is of another format, or anything in it cannot be read
     */
    public SessionData decode(String id, StoredItem item) {
        long format = item.number(ItemSchema.FORMAT);
        if (format != FORMAT_NUMBER) {
            throw new UndecodableItemException(
                    "is of format " + format + ", this version reads " + FORMAT_NUMBER, null);
        }
        SessionData data = newSession(
                id,
                item.number(ItemSchema.CREATED),
                item.number(ItemSchema.ACCESSED),
                item.number(ItemSchema.LAST_ACCESSED),
                item.number(ItemSchema.MAX_INACTIVE));
        data.setCookieSet(item.number(ItemSchema.COOKIE_SET));
        data.setExpiry(item.number(ItemSchema.EXPIRY));
        data.setLastSaved(item.number(ItemSchema.LAST_SAVED));
        data.setLastNode(item.text(ItemSchema.LAST_NODE));
        data.putAllAttributes(decodeAttributes(item));
        data.clean();
        saved(data, item);
        return data;
    }

    /** By what a stored session must be changed; empty if nothing changed and the stored times still cover it. */
    public ItemChange changes(String key, SessionData data) {
        StoredState stored = stored(data);
        Map<String, AttributeValue> changed = new HashMap<>();
        Set<String> removed = new HashSet<>();
        if (data.isDirty()) {
            collectAttributes(data, stored, changed, removed);
        }
        boolean newTimeout = stored == null || stored.maxInactiveMs() != data.getMaxInactiveMs();
        if (newTimeout || metadata.areTimesDue(data, stored)) {
            Long assumed = newTimeout ? null : data.getMaxInactiveMs();
            return new ItemChange(metadata.times(key, data), metadata.absentTimes(data), changed, removed, assumed);
        }
        return changed.isEmpty() && removed.isEmpty()
                ? ItemChange.NONE
                : new ItemChange(metadata.writer(data), Set.of(), changed, removed, null);
    }

    /** Whether the stored times no longer cover this access. Never of a session that is not stored yet. */
    public boolean areTimesDue(SessionData data) {
        StoredState stored = stored(data);
        return stored != null && metadata.areTimesDue(data, stored);
    }

    /**
     * The item of a session under a new key: what is stored under the old one, with the changes that this node has made.
     *
     * @param current what is stored; null to rely on what this node knows
     */
    public StoredItem moved(String newKey, SessionData data, @Nullable StoredItem current) {
        StoredState stored = current == null ? stored(data) : StoredState.of(current, schema);
        if (stored == null) {
            return encode(newKey, data);
        }
        Map<String, AttributeValue> changed = new HashMap<>();
        Set<String> removed = new HashSet<>();
        collectAttributes(data, stored(data), changed, removed);
        Map<String, AttributeValue> merged = StoredState.merged(stored.attributes(), changed, removed);
        StoredItem moved = item(newKey, data, merged);
        return current == null || hasNewTimeout(data) ? moved : moved.withTimesOf(current, newKey, schema);
    }

    /**
     * What a rotation leaves under the old key, for a minute: requests that began before it find the new key here. It is
     * no session.
     *
     * @param newKey empty if the session was ended, and nothing may be created in its place for a while
     */
    public StoredItem pointer(String oldKey, String newKey, long nowMs) {
        return new StoredItem(Map.of(
                schema.hashKey(),
                AttributeValue.fromS(oldKey),
                ItemSchema.FORMAT,
                ItemMetadata.number(FORMAT_NUMBER),
                ItemSchema.MOVED_TO,
                AttributeValue.fromS(newKey),
                schema.ttlKey(),
                ItemMetadata.number(ItemMetadata.ttlSeconds(nowMs + POINTER_LIFE_MS))));
    }

    /** Of the stored item, what nobody may have changed when it gets a new key, as this node last knew it. */
    public StoredItem known(SessionData data) {
        StoredState stored = stored(data);
        return new StoredItem(Map.of(
                ATTRIBUTES,
                AttributeValue.fromM(stored == null ? Map.of() : stored.attributes()),
                ItemSchema.LAST_SAVED,
                ItemMetadata.number(stored == null ? 0 : stored.lastSavedMs()),
                ItemSchema.FENCE,
                ItemMetadata.number(stored == null ? 0 : stored.fence())));
    }

    /** The key under which the session was read or last written here; null if it never was. */
    public @Nullable String storedKey(SessionData data) {
        StoredState stored = stored(data);
        return stored == null ? null : stored.key();
    }

    /** Whether another node has changed the session, so that this data must not serve another request. */
    public boolean isOutdated(SessionData data) {
        return data instanceof TrackedSessionData tracked && tracked.isOutdated();
    }

    /** To be called with what a write has shown. */
    public void setOutdated(SessionData data, boolean outdated) {
        if (data instanceof TrackedSessionData tracked && outdated) {
            tracked.setOutdated();
        }
    }

    /** When the session was last written, as this node last knew it, in epoch milliseconds; 0 if it never did. */
    public long knownLastSavedMs(SessionData data) {
        StoredState stored = stored(data);
        return stored == null ? 0 : stored.lastSavedMs();
    }

    /** To be called when an item was read or written: the next change is told by comparing with it. */
    public void saved(SessionData data, StoredItem item) {
        if (data instanceof TrackedSessionData tracked) {
            tracked.stored(StoredState.of(item, schema));
        }
    }

    /** To be called when a change was written. */
    public void saved(SessionData data, ItemChange change) {
        if (data instanceof TrackedSessionData tracked && tracked.stored() != null) {
            tracked.stored(tracked.stored().after(change));
        }
    }

    private StoredItem item(String key, SessionData data, Map<String, AttributeValue> encodedAttributes) {
        Map<String, AttributeValue> values = metadata.times(key, data);
        values.put(schema.hashKey(), AttributeValue.fromS(key));
        values.put(ItemSchema.FORMAT, ItemMetadata.number(FORMAT_NUMBER));
        values.put(ItemSchema.CREATED, ItemMetadata.number(data.getCreated()));
        values.put(ItemSchema.CONTEXT, AttributeValue.fromS(data.getContextPath()));
        values.put(ItemSchema.VHOST, AttributeValue.fromS(data.getVhost()));
        values.put(ATTRIBUTES, AttributeValue.fromM(encodedAttributes));
        return new StoredItem(values);
    }

    private void collectAttributes(
            SessionData data, @Nullable StoredState stored, Map<String, AttributeValue> changed, Set<String> removed) {
        for (String name : data instanceof TrackedSessionData tracked ? tracked.suspects() : data.getKeys()) {
            Object value = data.getAttribute(name);
            AttributeValue before = stored == null ? null : stored.attributes().get(name);
            if (value == null) {
                if (stored == null || before != null) {
                    removed.add(name);
                }
            } else {
                AttributeValue encoded = attributes.encode(name, value);
                if (!encoded.equals(before)) {
                    changed.put(name, encoded);
                }
            }
        }
    }

    private Map<String, Object> decodeAttributes(StoredItem item) {
        Map<String, Object> decoded = new HashMap<>();
        try {
            item.attributes().forEach((name, value) -> decoded.put(name, attributes.decode(name, value)));
        } catch (UndecodableAttributeException e) {
            throw new UndecodableItemException(e.getMessage(), e);
        }
        return decoded;
    }

    private static boolean hasNewTimeout(SessionData data) {
        StoredState stored = stored(data);
        return stored != null && stored.maxInactiveMs() != data.getMaxInactiveMs();
    }

    private static @Nullable StoredState stored(SessionData data) {
        return data instanceof TrackedSessionData tracked ? tracked.stored() : null;
    }

    /** An item that this version cannot turn into a session, and never will. */
    public static final class UndecodableItemException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableItemException(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
