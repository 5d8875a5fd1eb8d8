package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.ItemSchema.ATTRIBUTES;
import static io.github.dynamosessions.internal.item.ItemSchema.FORMAT_NUMBER;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sessions of one context as items of format 1, and back. Pure: no client, no clock. Thread safe, as far as session data
 * is not used by two threads at once.
 */
public final class ItemCodec {

    /**
     * DynamoDB takes 4 KB of text and 300 operators in one expression. An attribute takes up to three operators and 33
     * characters of a condition.
     */
    private static final int MAX_ATTRIBUTES_AT_ONCE = 90;

    private final ItemSchema schema;
    private final SessionScope scope;
    private final StoredAttributes attributes;
    private final Lifetimes lifetimes;
    private final ItemMetadata metadata;
    private final ValueLimits limits;
    private final LargeValues large;

    /**
     * A codec for the sessions of one context.
     *
     * @param schema the configured names
     * @param scope whose sessions these are
     * @param attributes the codec of attribute values
     * @param lifetimes how long sessions live
     * @param limits how much they hold
     * @param indexed whether sessions are in the expiry index
     * @param large where large attributes come from
     * @param faults what becomes of values that cannot be used
     */
    public ItemCodec(
            ItemSchema schema,
            SessionScope scope,
            AttributeCodec attributes,
            Lifetimes lifetimes,
            ValueLimits limits,
            boolean indexed,
            LargeValues large,
            AttributeFaults faults) {
        this.schema = schema;
        this.scope = scope;
        this.attributes = new StoredAttributes(attributes, limits, faults);
        this.limits = limits;
        this.large = large;
        this.lifetimes = lifetimes;
        this.metadata = new ItemMetadata(schema, scope.keyPrefix(), lifetimes, indexed);
    }

    /** Session data of this context that knows what changes. Times are epoch milliseconds. */
    public TrackedSessionData newSession(
            String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return new TrackedSessionData(
                id, scope, created, accessed, lastAccessed, maxInactiveMs, lifetimes, attributes, large);
    }

    /**
     * The whole item of a session that is not stored yet.
     *
     * @throws OversizedSessionException if it is too large
     */
    public Encoded encode(TrackedSessionData data) {
        String key = key(data);
        Map<String, AttributeValue> forms = new HashMap<>();
        List<LargeValue> chunks = new ArrayList<>();
        for (String name : data.getKeys()) {
            Object value = data.getAttribute(name);
            forms.put(name, encode(data, name, value, null, chunks));
        }
        Map<String, AttributeValue> values = metadata.times(key, data, null);
        values.putAll(identity(data));
        values.put(schema.hashKey(), AttributeValue.fromS(key));
        values.put(ItemSchema.FORMAT, ItemMetadata.number(FORMAT_NUMBER));
        values.put(ItemSchema.CREATED, ItemMetadata.number(data.getCreated()));
        values.put(ATTRIBUTES, AttributeValue.fromM(forms));
        values.put(ItemSchema.VERSIONS, AttributeValue.fromM(Map.of()));
        StoredItem item = new StoredItem(values).above(0);
        limits.check(item);
        return new Encoded(item, new ChunkWrites(chunks, Map.of()));
    }

    /** The session of an item. */
    public TrackedSessionData decode(StoredItem item) {
        TrackedSessionData data = newSession("", 0, 0, 0, 0);
        decode(item, data);
        return data;
    }

    /**
     * Fills session data with what an item holds.
     *
     * @throws UnreadableItemException if anything in it cannot be read
     * @throws UnsupportedFormatException if another version or configuration of this library can read it
     */
    public void decode(StoredItem item, TrackedSessionData data) {
        long plainBytes = limits.checkReadable(item);
        String id = handle(item).id();
        Map<String, Object> values = attributes.decode(id, item.attributes());
        data.read(item, plainBytes);
        data.setId(id);
        data.setCreated(item.number(ItemSchema.CREATED));
        data.setAccessed(item.number(ItemSchema.ACCESSED));
        data.setLastAccessed(item.number(ItemSchema.LAST_ACCESSED));
        data.setMaxInactiveMs(item.number(ItemSchema.MAX_INACTIVE));
        data.setCookieSet(item.number(ItemSchema.COOKIE_SET, 0));
        data.setExpiry(item.number(ItemSchema.EXPIRY));
        // Not stored. At 0, Jetty takes it for a new session; in the future, it does not store mere times.
        data.setLastSaved(data.getCreated());
        data.setLastNode(item.text(ItemSchema.LAST_NODE));
        data.clearAllAttributes(); // of an earlier reading
        data.putAllAttributes(values);
        data.clean();
    }

    /**
     * Checks a session that was read, before any of it is used.
     *
     * @throws UnreadableItemException if anything in it is not as it was written
     * @throws UnsupportedFormatException if another version or configuration of this library can read it
     */
    public void check(StoredItem item) {
        limits.checkReadable(item);
    }

    /** Whether an item is that of a session which this version and configuration can read. */
    public boolean isReadable(StoredItem item) {
        try {
            check(item);
            return true;
        } catch (UnsupportedFormatException | UnreadableItemException e) {
            return false;
        }
    }

    /** Whether an item is that of a session which no version or configuration of this library can read. */
    public boolean isCorrupt(StoredItem item) {
        try {
            check(item);
            return false;
        } catch (UnsupportedFormatException e) {
            return false;
        } catch (UnreadableItemException e) {
            return true;
        }
    }

    /** The public ID of a stored session. */
    public SessionHandle handle(StoredItem item) {
        return new SessionHandle(scope.id(item.text(schema.hashKey())), item.rotation());
    }

    /**
     * The key under which a session is stored.
     *
     * @throws IllegalArgumentException if its ID cannot be part of a key
     */
    public String key(TrackedSessionData data) {
        String key = scope.key(SessionHandle.of(data.getId()).selector());
        if (key == null) {
            throw new IllegalArgumentException(
                    "a session ID of " + data.getId().length() + " characters cannot be a key");
        }
        return key;
    }

    /**
     * By what a stored session must be changed; empty if nothing has changed and the stored times still cover it.
     *
     * @throws OversizedSessionException if that makes it too large
     */
    public ItemChange changes(TrackedSessionData data) {
        StoredItem known = data.stored();
        Map<String, AttributeValue> changed = new HashMap<>();
        Set<String> removed = new HashSet<>();
        List<LargeValue> chunks = new ArrayList<>();
        Map<String, AttributeValue> later = new HashMap<>();
        Set<String> removedLater = new HashSet<>();
        boolean isWhole = compare(data, known.attributes(), changed, removed, chunks, later, removedLater);
        Map<String, AttributeValue> values = new HashMap<>();
        Set<String> absent = Set.of();
        Map<String, ChunkReference> renewals = Map.of();
        boolean newTimeout = data.getMaxInactiveMs() != known.number(ItemSchema.MAX_INACTIVE);
        if (newTimeout || metadata.areTimesDue(data, known)) {
            values.putAll(metadata.times(key(data), data, known));
            absent = metadata.absentTimes(data, known);
            if (ValueLimits.hasChunks(known.attributes())) {
                renewals = metadata.renewals(data, known.attributes());
                renewals.keySet().removeAll(changed.keySet());
                renewals.keySet().removeAll(removed);
                renewals.forEach((name, renewed) -> changed.put(name, renewed.toValue()));
            }
        }
        if (data.isRotating()) {
            values.putAll(identity(data));
        }
        if (values.isEmpty() && !(changed.isEmpty() && removed.isEmpty())) {
            values.putAll(metadata.writer(data));
        }
        ItemChange change =
                new ItemChange(known, values, absent, changed, removed, new ChunkWrites(chunks, renewals), isWhole);
        later.putAll(changed);
        if (!later.isEmpty() && !limits.easilyHold(known.attributes(), later)) {
            removedLater.addAll(removed);
            limits.check(
                    known.after(new ItemChange(known, values, absent, later, removedLater, ChunkWrites.NONE, true)));
        }
        return change;
    }

    /** Whether the stored times no longer cover this access. Never of a session that is not stored yet. */
    public boolean areTimesDue(TrackedSessionData data) {
        return data.stored() != null && metadata.areTimesDue(data, data.stored());
    }

    /** What opens a session, and how its public ID ends. */
    public Map<String, AttributeValue> identity(TrackedSessionData data) {
        Map<String, AttributeValue> values = new HashMap<>();
        SessionCookie cookie = data.cookie();
        if (cookie != null) {
            values.putAll(identity(cookie));
        } else if (!SessionHandle.of(data.getId()).rotation().isEmpty()) {
            values.put(
                    ItemSchema.ROTATION,
                    AttributeValue.fromS(SessionHandle.of(data.getId()).rotation()));
        }
        if (data.authenticatedMs() > 0) {
            values.put(ItemSchema.AUTHENTICATED, ItemMetadata.number(data.authenticatedMs()));
        }
        return values;
    }

    /** The change that lets a cookie open a stored session, and nothing else. */
    public ItemChange rotation(StoredItem known, SessionCookie next, long nowMs) {
        Map<String, AttributeValue> values = new HashMap<>(identity(next));
        values.put(ItemSchema.AUTHENTICATED, ItemMetadata.number(nowMs));
        return new ItemChange(known, values, Set.of(), Map.of(), Set.of(), ChunkWrites.NONE, true);
    }

    private static Map<String, AttributeValue> identity(SessionCookie cookie) {
        return Map.of(
                ItemSchema.VERIFIER, AttributeValue.fromB(cookie.verifier()),
                ItemSchema.ROTATION, AttributeValue.fromS(cookie.handle().rotation()));
    }

    /**
     * Finds what has changed, and whether that is all that is to be written. A large attribute that the application has not asked
     * for has not changed.
     *
     * @param later what does not fit into one expression: encoded too, so that what cannot be stored fails before anything is
     */
    private boolean compare(
            TrackedSessionData data,
            Map<String, AttributeValue> stored,
            Map<String, AttributeValue> changed,
            Set<String> removed,
            List<LargeValue> chunks,
            Map<String, AttributeValue> later,
            Set<String> removedLater) {
        for (String name : new TreeSet<>(data.suspects())) {
            if (!data.isLoaded(name)) {
                continue;
            }
            boolean fits = changed.size() + removed.size() < MAX_ATTRIBUTES_AT_ONCE;
            Object value = data.getAttribute(name);
            AttributeValue before = stored.get(name);
            if (value != null) {
                AttributeValue now = encode(data, name, value, before, fits ? chunks : new ArrayList<>());
                if (!now.equals(before)) {
                    (fits ? changed : later).put(name, now);
                }
            } else if (before != null) {
                (fits ? removed : removedLater).add(name);
            }
        }
        return later.isEmpty() && removedLater.isEmpty();
    }

    private AttributeValue encode(
            TrackedSessionData data,
            String name,
            Object value,
            @Nullable AttributeValue before,
            List<LargeValue> chunks) {
        return attributes.encode(name, value, before, metadata.chunksTtlSeconds(data), chunks::add);
    }

    /**
     * A session that is to be stored.
     *
     * @param item its item
     * @param chunks what must be written before
     */
    public record Encoded(StoredItem item, ChunkWrites chunks) {}

    /** A session that is not stored because it is too large. */
    public static final class OversizedSessionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OversizedSessionException(String message) {
            super(message);
        }
    }

    /** An item that cannot be turned into a session, by any version of this library. */
    public static final class UnreadableItemException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableItemException(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
