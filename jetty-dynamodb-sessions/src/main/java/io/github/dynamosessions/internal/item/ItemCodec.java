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

    private final ItemSchema schema;
    private final SessionScope scope;
    private final AttributeCodec attributes;
    private final ItemMetadata metadata;

    /**
     * A codec for the sessions of one context.
     *
     * @param schema the configured names
     * @param scope whose sessions these are
     * @param attributes the codec of attribute values
     * @param touchIntervalMs how old the stored times may grow, in milliseconds
     */
    public ItemCodec(ItemSchema schema, SessionScope scope, AttributeCodec attributes, long touchIntervalMs) {
        this.schema = schema;
        this.scope = scope;
        this.attributes = attributes;
        this.metadata = new ItemMetadata(schema, touchIntervalMs);
    }

    /** Session data of this context that knows what changes. Times are epoch milliseconds. */
    public SessionData newSession(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return new TrackedSessionData(
                id, scope.contextPath(), scope.vhost(), created, accessed, lastAccessed, maxInactiveMs);
    }

    /** The whole item of a session. */
    public StoredItem encode(String key, SessionData data) {
        Map<String, AttributeValue> encoded = new HashMap<>();
        data.getAllAttributes().forEach((name, value) -> encoded.put(name, attributes.encode(name, value)));
        Map<String, AttributeValue> values = metadata.values(key, data);
        values.put(schema.hashKey(), AttributeValue.fromS(key));
        values.put(ItemSchema.FORMAT, ItemMetadata.number(FORMAT_NUMBER));
        values.put(ItemSchema.CREATED, ItemMetadata.number(data.getCreated()));
        values.put(ItemSchema.CONTEXT, AttributeValue.fromS(data.getContextPath()));
        values.put(ItemSchema.VHOST, AttributeValue.fromS(data.getVhost()));
        values.put(ATTRIBUTES, AttributeValue.fromM(encoded));
        return new StoredItem(values);
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

    /**
     * By what a stored session must be changed; empty if nothing changed and its times are recent enough.
     *
     * @param lastSavedMs when the session was last written, in epoch milliseconds
     */
    public ItemChange changes(String key, SessionData data, long lastSavedMs) {
        Map<String, AttributeValue> changed = new HashMap<>();
        Set<String> removed = new HashSet<>();
        TrackedSessionData tracked = data instanceof TrackedSessionData known ? known : null;
        if (data.isDirty()) {
            for (String name : tracked == null ? data.getKeys() : tracked.suspects()) {
                collect(name, data.getAttribute(name), tracked, changed, removed);
            }
        }
        boolean timeoutChanged = data.isDirty() && (tracked == null || tracked.hasNewTimeout());
        boolean write =
                !changed.isEmpty() || !removed.isEmpty() || timeoutChanged || metadata.isTouchDue(data, lastSavedMs);
        return write
                ? new ItemChange(metadata.values(key, data), metadata.absent(data), changed, removed)
                : ItemChange.NONE;
    }

    /** To be called when an item was read or written: the next change is told by comparing with it. */
    public void saved(SessionData data, StoredItem item) {
        if (data instanceof TrackedSessionData tracked) {
            tracked.stored(item.map(ATTRIBUTES));
        }
    }

    /** To be called when a change was written. */
    public void saved(SessionData data, ItemChange change) {
        if (data instanceof TrackedSessionData tracked) {
            tracked.stored(change.attributes(), change.removedAttributes());
        }
    }

    private void collect(
            String name,
            @Nullable Object value,
            @Nullable TrackedSessionData tracked,
            Map<String, AttributeValue> changed,
            Set<String> removed) {
        if (value == null) {
            if (tracked == null || tracked.mayBeStored(name)) {
                removed.add(name);
            }
            return;
        }
        AttributeValue encoded = attributes.encode(name, value);
        if (tracked == null || !tracked.isStoredAs(name, encoded)) {
            changed.put(name, encoded);
        }
    }

    private Map<String, Object> decodeAttributes(StoredItem item) {
        Map<String, Object> decoded = new HashMap<>();
        try {
            item.map(ATTRIBUTES).forEach((name, value) -> decoded.put(name, attributes.decode(name, value)));
        } catch (UndecodableAttributeException e) {
            throw new UndecodableItemException(e.getMessage(), e);
        }
        return decoded;
    }

    /** An item that this version cannot turn into a session, and never will. */
    public static final class UndecodableItemException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableItemException(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
