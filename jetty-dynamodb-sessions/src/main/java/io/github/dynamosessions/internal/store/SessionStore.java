package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.MissingRegionException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.JoinedSession;
import io.github.dynamosessions.internal.dynamo.Obstacle;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ChunkLayout;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.SessionHandle;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.Tombstone;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one context in the table: one session's life over the gateway. The façade that sessions and the public classes
 * use. Thread safe.
 */
public final class SessionStore implements AutoCloseable {

    /** What a request has found. */
    public enum Reading {
        /** A session. */
        FOUND,
        /** A session that had expired, and that this call has ended: its listeners are to be notified. */
        EXPIRED,
        /** A session that another cookie opens. */
        NOT_OPENED,
        /** No session. */
        ABSENT
    }

    private final StoreSettings settings;
    private final SessionScope scope;
    private final StoreMetrics metrics;
    private final DynamoGateway dynamo;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SessionStore.class));

    private volatile Components components;
    private volatile boolean closed;
    private final TablePreparation preparation;

    private SessionStore(StoreSettings settings, SessionScope scope, StoreMetrics metrics) {
        this.settings = settings;
        this.scope = scope;
        this.metrics = metrics;
        dynamo = open(settings, metrics);
        preparation = new TablePreparation(dynamo, settings, scope.keyStart());
        components = Components.of(settings, settings.table(), scope, dynamo, metrics);
    }

    /**
     * Opens the store of a context. No call is made; to be closed.
     *
     * @throws IllegalStateException if no region is set and the AWS default chain finds none
     */
    public static SessionStore open(StoreSettings settings, SessionScope scope, StoreMetrics metrics) {
        return new SessionStore(settings, scope, metrics);
    }

    /**
     * Looks for what a person has to mend before any store can start. Says nothing of what heals by itself.
     *
     * @param keyPrefix that of the sessions
     * @throws IllegalStateException if there is no region, or the table cannot hold sessions
     */
    public static void requireUsableTable(StoreSettings settings, String keyPrefix) {
        try (DynamoGateway dynamo = openTable(settings)) {
            TablePreparation.requireUsable(dynamo, settings, keyPrefix + '/');
        }
    }

    /**
     * The gateway for what is done to a table, of which nothing is counted. To be closed.
     *
     * @throws IllegalStateException if no region is set and the AWS default chain finds none
     */
    public static DynamoGateway openTable(StoreSettings settings) {
        return open(settings, new StoreMetrics(null));
    }

    private static DynamoGateway open(StoreSettings settings, StoreMetrics metrics) {
        try {
            return DynamoGateway.open(settings.connection(), settings.table(), metrics);
        } catch (MissingRegionException e) {
            String region = settings.optionNames().apply("region");
            throw new UnusableTableException(
                    region + " is not set, and neither environment, profile nor instance say the AWS"
                            + " region: set " + region + "=eu-central-1, for instance, or " + region
                            + "=local for DynamoDB Local");
        }
    }

    /**
     * Prepares the table and makes what calls a node makes before it serves.
     *
     * @throws IllegalStateException if the table cannot hold sessions
     */
    public void start() {
        log.info(
                "Storing sessions of {} in {}",
                scope.keyStart(),
                settings.table().labelAt(settings.connection()));
        if (settings.attributes().isOpen()) {
            log.warn(
                    "Java deserialization accepts every class, so a person who can write to the table can have any of them"
                            + " instantiated. Set allowedClasses; the JMX attribute usedClasses and a line at stop list what is used");
        }
        use(preparation.start());
        WarmUp.run(components.items(), nowMs());
        preparation.goOn(this::use);
    }

    /** Why sessions cannot be read at present; null if they can. */
    public @Nullable Obstacle obstacle() {
        return dynamo.check(scope.keyStart());
    }

    private void use(TableSettings table) {
        components = Components.of(settings, table, scope, dynamo, metrics);
    }

    /** The time by the clock of this node, in epoch milliseconds. */
    public long nowMs() {
        return settings.lifetimes().clock().millis();
    }

    /** The allow-list that all values so far need; empty if there is one. */
    public Set<String> usedClasses() {
        return settings.attributes().usedClasses();
    }

    /** What the keys of all sessions begin with. */
    public String keyStart() {
        return scope.keyStart();
    }

    /** Counters and user-supplied metrics. */
    public StoreMetrics metrics() {
        return metrics;
    }

    /** Whether the application is starting or has stopped: then there is no store. */
    public boolean isClosed() {
        return closed;
    }

    /** Session data that is not stored yet. Times are epoch milliseconds. */
    public TrackedSessionData newSession(
            String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return components.items().newSession(id, created, accessed, lastAccessed, maxInactiveMs);
    }

    /** Fills session data with the session that a cookie opens. One that is unreadable is removed and counts as absent. */
    public Reading read(TrackedSessionData data, SessionCookie cookie) {
        return open().reader().read(data, cookie);
    }

    /** Whether a cookie opens a session. */
    public boolean exists(SessionCookie cookie) {
        return open().reader().exists(cookie);
    }

    /** The session of a public ID, an expired one too, for callers that are no client; null if there is none. */
    public @Nullable TrackedSessionData find(String id) {
        StoredItem item = open().reader().trusted(id);
        return item == null ? null : components.items().decode(item);
    }

    /** The item of the session of a public ID, for callers that are no client; null if there is none. */
    public @Nullable StoredItem findItem(String id) {
        return open().reader().trusted(id);
    }

    /** Saves what has changed; see {@link SessionWriter#save(TrackedSessionData)}. */
    public boolean save(TrackedSessionData data) {
        return open().writer().save(data);
    }

    /**
     * Saves a new session that takes over the ID of those that its cookie opens in other contexts.
     *
     * @param ended receives an expired session that was in its place and that this call has ended, to notify its listeners
     * @throws RotationLostException if there is none any more, or one is opened by another secret
     */
    public boolean saveJoining(
            TrackedSessionData data, Collection<SessionStore> others, Consumer<TrackedSessionData> ended) {
        SessionCookie cookie = Objects.requireNonNull(data.cookie(), "Without a cookie, there are no others");
        List<JoinedSession> joined = others.stream()
                .map(other -> other.joinable(cookie))
                .filter(Objects::nonNull)
                .toList();
        if (joined.isEmpty()) {
            throw new RotationLostException(data.getId());
        }
        return open().writer().save(data, joined, item -> ending(item, ended));
    }

    private @Nullable JoinedSession joinable(SessionCookie cookie) {
        StoredItem item = open().reader().opened(cookie);
        return item == null
                ? null
                : new JoinedSession(
                        components.table(),
                        item.values().get(components.table().hashKey()).s(),
                        item.values().get(ItemSchema.VERIFIER));
    }

    /** Whether the stored times no longer cover this access. */
    public boolean areTimesDue(TrackedSessionData data) {
        return components.items().areTimesDue(data);
    }

    /** Fills session data with the session that has the selector of a cookie, whichever secret opens it; false if there is none. */
    public boolean readForEnd(TrackedSessionData data, SessionCookie cookie) {
        return open().reader().readForEnd(data, cookie);
    }

    /** Ends a session. Whether this call has ended it; a session that was never stored counts as ended by it. */
    public boolean end(TrackedSessionData data) {
        return end(data, () -> {});
    }

    /**
     * The same.
     *
     * @param before runs before each attempt; the session ends only if it was not written since
     */
    public boolean end(TrackedSessionData data, Runnable before) {
        StoredItem known = data.stored();
        if (known == null) {
            before.run();
            return true;
        }
        StoredItem ended = open().ender().end(known, before);
        if (ended != null && components.items().isReadable(ended)) {
            data.setStored(ended);
        }
        return ended != null;
    }

    /** Ends the session of a public ID without deserializing it. Whether this call has ended it. */
    public boolean end(String id) {
        StoredItem item = findItem(id);
        StoredItem ended = item == null ? null : components.ender().end(item, () -> {});
        if (ended != null) {
            components.large().deleteAll(ended);
        }
        return ended != null;
    }

    /** Deletes the large attributes of a session that has ended, once its listeners are notified. */
    public void deleteChunks(TrackedSessionData ended) {
        if (ended.stored() != null) {
            components.large().deleteAll(ended.stored());
        }
    }

    /** Removes the item of a public ID, which cannot be turned into a session, and says why. */
    public void removeUnreadable(String id, UnreadableItemException reason) {
        String key = scope.key(SessionHandle.of(id).selector());
        if (key != null) {
            open().ender().removeUnreadable(id, key, reason);
        }
    }

    /**
     * Ends the sessions of this context that had expired at a time in epoch milliseconds, each once in the cluster. Failures
     * are logged and left to the next turn.
     *
     * @param ended receives each session that this call has ended, to notify its listeners and to delete its parts
     */
    public void scavenge(long timeMs, Consumer<TrackedSessionData> ended) {
        if (settings.expiryEvents()) {
            scavenge("expired sessions", () -> open().scavenger().endExpired(timeMs, item -> ending(item, ended)));
        }
    }

    /** Ends expired sessions of other contexts under the same prefix. Failures are logged and left to the next turn. */
    public void scavengeOrphans(long timeMs) {
        if (settings.expiryEvents()) {
            scavenge("orphaned sessions", () -> open().scavenger().endOrphans(timeMs));
        }
    }

    private void scavenge(String what, Runnable turn) {
        try {
            turn.run();
        } catch (UnavailableException | RejectedException e) {
            log.warn("Looking for {} is left to the next turn: {}", what, e.getMessage());
        }
    }

    /**
     * What to do once an expired session is ended; null if another node must end it, which can read it for the listeners. One
     * that no node can read does not keep the others from being notified.
     */
    private @Nullable Runnable ending(StoredItem item, Consumer<TrackedSessionData> ended) {
        try {
            TrackedSessionData data = components.items().decode(item);
            return () -> ended.accept(data);
        } catch (UnsupportedFormatException e) {
            metrics.event(Event.UNSUPPORTED);
            log.warn("An expired session is left to the nodes that can read it: {}", e.getMessage());
            return null;
        } catch (UnreadableItemException e) {
            return () -> {
                log.warn(
                        "Session {} has expired and is unreadable, its listeners are not notified: {}",
                        components.items().handle(item).id(),
                        e.getMessage());
                components.large().deleteAll(item);
            };
        }
    }

    /** Of these public IDs, those whose session has expired at a time in epoch milliseconds, or is not stored. */
    public Set<String> expiredOf(Collection<String> ids, long timeMs) {
        Map<String, String> idsByKey = new HashMap<>();
        Set<String> expired = new HashSet<>();
        for (String id : ids) {
            String key = scope.key(SessionHandle.of(id).selector());
            if (key == null) {
                expired.add(id); // there can be no such session
            } else {
                idsByKey.put(key, id);
            }
        }
        Map<String, StoredItem> found = open().dynamo().expiries(idsByKey.keySet());
        idsByKey.forEach((key, id) -> {
            StoredItem item = found.get(key);
            if (item == null || item.expiry().hasPassed(timeMs)) {
                expired.add(id);
            }
        });
        return expired;
    }

    /** The public IDs of sessions of this context that had expired at a time in epoch milliseconds. */
    public Set<String> expired(long timeMs) {
        DynamoGateway gateway = open().dynamo();
        Set<String> expired = new HashSet<>();
        Set<String> due = gateway.dueKeys(scope.keyPrefix(), scope.keyStart(), timeMs);
        due.removeIf(key -> !scope.isKey(key));
        gateway.expiries(due).forEach((key, item) -> {
            if (item.expiry().hasPassed(timeMs)) {
                expired.add(components.items().handle(item).id());
            }
        });
        return expired;
    }

    /** The store stays, for requests that go on after their application has stopped: they get an {@link UnavailableException}. */
    @Override
    public void close() {
        closed = true;
        if (!usedClasses().isEmpty()) {
            log.info("Sessions of {} have used allowedClasses={}", scope.keyStart(), String.join(",", usedClasses()));
        }
        preparation.stop();
        dynamo.close();
    }

    private Components open() {
        if (closed) {
            throw new UnavailableException(NOT_STARTED);
        }
        return components;
    }

    /** Why the store of a context is not available. */
    public static final String NOT_STARTED = "the application is starting or has stopped";

    /** What a store consists of, for a table as it is set up. */
    private record Components(
            TableSettings table,
            ItemCodec items,
            DynamoGateway dynamo,
            SessionReader reader,
            SessionWriter writer,
            SessionEnder ender,
            LargeAttributes large,
            Scavenger scavenger) {

        static Components of(
                StoreSettings settings,
                TableSettings table,
                SessionScope scope,
                DynamoGateway dynamo,
                StoreMetrics metrics) {
            ChunkLayout layout = new ChunkLayout(table.schema(), scope.keyPrefix());
            ItemCodec items = new ItemCodec(
                    table.schema(),
                    scope,
                    settings.attributes(),
                    settings.lifetimes(),
                    settings.limits(),
                    settings.expiryEvents(),
                    new LargeAttributeReader(layout, dynamo, settings.limits(), settings.consistentReads()),
                    new ReportedFaults(settings.dropUnreadable(), metrics));
            LargeAttributes large = new LargeAttributes(layout, settings.limits(), dynamo);
            InstantSource clock = settings.lifetimes().clock();
            Tombstone tombstones = new Tombstone(table.schema(), scope.keyPrefix(), table.ttlEnabled());
            SessionEnder ender = new SessionEnder(dynamo, table, tombstones, clock, metrics);
            return new Components(
                    table,
                    items,
                    dynamo,
                    new SessionReader(scope, items, dynamo, ender, clock, settings.consistentReads()),
                    new SessionWriter(items, dynamo, large, ender, clock, metrics),
                    ender,
                    large,
                    new Scavenger(scope, items, dynamo, ender, large));
        }
    }
}
