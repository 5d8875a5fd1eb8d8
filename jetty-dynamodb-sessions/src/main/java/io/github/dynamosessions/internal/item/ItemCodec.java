package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.ItemSchema.ATTRIBUTES;
import static io.github.dynamosessions.internal.item.ItemSchema.FORMAT_NUMBER;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.item.ItemChange.TimesHold;
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
    private final StoredAttributes attributes;
    private final Lifetimes lifetimes;
    private final ItemMetadata metadata;
    private final ValueLimits limits;
    private final SpilledValues spilled;

    /**
     * A codec for the sessions of one context.
     *
     * @param schema the configured names
     * @param scope whose sessions these are
     * @param attributes the codec of attribute values
     * @param lifetimes how long sessions live
     * @param limits how much they hold
     * @param spilled where their big values come from
     */
    public ItemCodec(
            ItemSchema schema,
            SessionScope scope,
            AttributeCodec attributes,
            Lifetimes lifetimes,
            ValueLimits limits,
            SpilledValues spilled) {
        this.schema = schema;
        this.scope = scope;
        this.attributes = new StoredAttributes(attributes, limits.largeAttributeThreshold());
        this.limits = limits;
        this.spilled = spilled;
        this.lifetimes = lifetimes;
        this.metadata = new ItemMetadata(schema, lifetimes);
    }

    /** Session data of this context that knows what changes. Times are epoch milliseconds. */
    public SessionData newSession(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return new TrackedSessionData(
                id, scope, created, accessed, lastAccessed, maxInactiveMs, lifetimes, attributes, spilled);
    }

    /**
     * The whole item of a session.
     *
     * @throws OversizedSessionException if it is too big
     */
    public StoredItem encode(String key, SessionData data) {
        AttributeChanges all =
                AttributeChanges.of(data, data.getKeys(), null, attributes, metadata.partsTtlSeconds(data));
        return checked(all, item(key, data, all.changed(), new PartWrites(all.spilled(), Map.of())));
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
        data.putAllAttributes(attributes.decode(item.attributes()));
        data.clean();
        saved(data, item);
        return data;
    }

    /**
     * By what a stored session must be changed; empty if nothing changed and the stored times still cover it.
     *
     * @throws OversizedSessionException if that makes it too big
     */
    public ItemChange changes(String key, SessionData data) {
        StoredState stored = stored(data);
        AttributeChanges changes = data.isDirty() ? changes(data) : AttributeChanges.NONE;
        Map<String, PartReference> renewals = Map.of();
        if (!limits.easilyHold(stored == null ? Map.of() : stored.attributes(), changes.changed())) {
            Map<String, AttributeValue> after = changes.appliedTo(stored);
            checked(changes, item(key, data, after, PartWrites.NONE));
            renewals = metadata.renewals(data, after);
        }
        TimesHold timesHold = metadata.timesHold(data, stored);
        if (timesHold != TimesHold.UNLESS_LATER_OR_NEW_TIMEOUT || metadata.areTimesDue(data, stored)) {
            return new ItemChange(
                    metadata.times(key, data),
                    metadata.absentTimes(data),
                    changes.changed(),
                    changes.removed(),
                    new PartWrites(changes.spilled(), renewals),
                    timesHold);
        }
        return changes.isEmpty()
                ? ItemChange.NONE
                : new ItemChange(
                        metadata.writer(data),
                        Set.of(),
                        changes.changed(),
                        changes.removed(),
                        new PartWrites(changes.spilled(), Map.of()),
                        TimesHold.ANYWAY);
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
     * @throws OversizedSessionException if the changes make it too big
     */
    public StoredItem moved(String newKey, SessionData data, @Nullable StoredItem current) {
        StoredState stored = current == null ? stored(data) : StoredState.of(current, schema);
        if (stored == null) {
            return encode(newKey, data);
        }
        AttributeChanges changes = changes(data);
        Map<String, AttributeValue> merged = changes.appliedTo(stored);
        Map<String, PartReference> renewals = metadata.renewals(data, merged);
        renewals.forEach((name, renewed) -> merged.put(name, renewed.toValue()));
        StoredItem moved = checked(changes, item(newKey, data, merged, new PartWrites(changes.spilled(), renewals)));
        return current == null || metadata.timesHold(data, stored(data)).over(current, moved)
                ? moved
                : moved.withTimesOf(current, newKey, schema);
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

    /** Whether another node or request may have changed the session: this data must not serve another request. */
    public boolean isOutdated(SessionData data) {
        return data instanceof TrackedSessionData tracked && tracked.isOutdated();
    }

    /** To be called when this data must not serve another request. */
    public void setOutdated(SessionData data) {
        if (data instanceof TrackedSessionData tracked) {
            tracked.setOutdated();
        }
    }

    /** To be called when a request gets this data from memory: other nodes may have written since. */
    public void setRemembered(SessionData data) {
        if (data instanceof TrackedSessionData tracked) {
            tracked.setRemembered();
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

    /** References to parts that have an end, in the stored item of a session that has none; here without it. */
    public Map<String, PartReference> unending(SessionData data) {
        StoredState stored = stored(data);
        return stored == null ? Map.of() : metadata.unending(data, stored.attributes());
    }

    /** To be called when parts have got another end, and their references in the item as well. */
    public void renewed(SessionData data, Map<String, PartReference> references) {
        if (data instanceof TrackedSessionData tracked && tracked.stored() != null) {
            references.forEach(
                    (name, renewed) -> tracked.stored(tracked.stored().with(name, renewed.toValue())));
        }
    }

    /** To be called when a change was written, at a time in epoch milliseconds. */
    public void saved(SessionData data, ItemChange change, long savedMs) {
        if (data instanceof TrackedSessionData tracked && tracked.stored() != null) {
            tracked.stored(tracked.stored().after(change, savedMs));
        }
    }

    private StoredItem item(
            String key, SessionData data, Map<String, AttributeValue> encodedAttributes, PartWrites parts) {
        Map<String, AttributeValue> values = metadata.times(key, data);
        values.put(schema.hashKey(), AttributeValue.fromS(key));
        values.put(ItemSchema.FORMAT, ItemMetadata.number(FORMAT_NUMBER));
        values.put(ItemSchema.CREATED, ItemMetadata.number(data.getCreated()));
        values.put(ItemSchema.CONTEXT, AttributeValue.fromS(data.getContextPath()));
        values.put(ItemSchema.VHOST, AttributeValue.fromS(data.getVhost()));
        values.put(ATTRIBUTES, AttributeValue.fromM(encodedAttributes));
        return new StoredItem(values, parts);
    }

    /** A session that nobody adds to may go on, whatever its size. */
    private StoredItem checked(AttributeChanges changes, StoredItem item) {
        if (!changes.changed().isEmpty()) {
            limits.check(item);
        }
        return item;
    }

    private AttributeChanges changes(SessionData data) {
        Set<String> suspects = data instanceof TrackedSessionData tracked ? tracked.suspects() : data.getKeys();
        return AttributeChanges.of(data, suspects, stored(data), attributes, metadata.partsTtlSeconds(data));
    }

    private static @Nullable StoredState stored(SessionData data) {
        return data instanceof TrackedSessionData tracked ? tracked.stored() : null;
    }

    /** A session that is not stored because it is too big. */
    public static final class OversizedSessionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OversizedSessionException(String message) {
            super(message);
        }
    }

    /** An item that this version cannot turn into a session, and never will. */
    public static final class UndecodableItemException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableItemException(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
