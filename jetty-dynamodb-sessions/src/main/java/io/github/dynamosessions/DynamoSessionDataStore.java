package io.github.dynamosessions;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.Obstacle;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import io.github.dynamosessions.internal.session.DynamoSessionCache;
import io.github.dynamosessions.internal.store.SessionStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnreadableSessionDataException;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one Jetty context in a DynamoDB table, one item each. Thread safe.
 *
 * <p>Belongs to the session cache of {@link DynamoSessionCacheFactory}, which serves requests. The methods of this class are
 * Jetty's contract of a session data store, for tools and tests: they take the public ID of a session, and trust their caller.
 *
 * <pre>{@code
 * SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessionHandler);
 * cache.setSessionDataStore(new DynamoSessionDataStore(options));
 * sessionHandler.setSessionCache(cache);
 * server.addBean(new DynamoSessionIdManager(server), true);
 * }</pre>
 */
@ManagedObject("sessions in DynamoDB")
public final class DynamoSessionDataStore extends AbstractSessionDataStore {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoSessionDataStore.class);

    /** DynamoDB's TTL comes a day after the expiry. */
    private static final int MAX_GRACE_SECONDS = 43_200;

    /** How long after its expiry the scavenger ends a session: clocks of nodes differ. */
    private static final int DEFAULT_GRACE_SECONDS = 60;

    private final DynamoSessionOptions options;
    private final StoreMetrics metrics;
    private final SessionStatistics statistics;

    private @Nullable SessionStore sessions;

    /**
     * A store that connects when it is started.
     *
     * @param options the settings
     */
    public DynamoSessionDataStore(DynamoSessionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        metrics = new StoreMetrics(options.metrics);
        statistics = new SessionStatistics(this, metrics.counters());
        addBean(statistics); // for JMX
        addBean(options.sessionPolicy()); // for the session cache
        setGracePeriodSec(DEFAULT_GRACE_SECONDS);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (getGracePeriodSec() > MAX_GRACE_SECONDS) {
            throw new IllegalStateException("gracePeriodSec must be between 0 and " + MAX_GRACE_SECONDS
                    + ", so that sessions end before DynamoDB's TTL removes them, was " + getGracePeriodSec());
        }
        if (!(_context.getSessionManager().getSessionCache() instanceof DynamoSessionCache)) {
            LOG.warn(
                    "{} does not belong to this store: session IDs in the table open sessions, and a session that cannot be"
                            + " read counts as none. Use DynamoSessionCacheFactory",
                    _context.getSessionManager().getSessionCache());
        }
        SessionStore opened = SessionStore.open(options.storeSettings(), scope(_context), metrics);
        try {
            opened.start();
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
        updateBean(sessions, opened, false); // for the session cache
        sessions = opened;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (sessions != null) {
            sessions.close(); // and stays, for requests that go on while their application stops
        }
    }

    @Override
    public SessionData newSessionData(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return sessions().newSession(id, created, accessed, lastAccessed, maxInactiveMs);
    }

    /** Gives an expired session too. */
    @Override
    public @Nullable SessionData doLoad(String id) throws UnreadableSessionDataException {
        try {
            return sessions().find(id);
        } catch (UnreadableItemException | UnsupportedFormatException e) {
            throw new UnreadableSessionDataException(id, _context, e);
        }
    }

    @Override
    public boolean doExists(String id) {
        StoredItem item = sessions().findItem(id);
        return item != null && !item.expiry().hasPassed(sessions().nowMs());
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTimeMs) throws UnwriteableSessionDataException {
        if (!(data instanceof TrackedSessionData tracked)) {
            throw new UnwriteableSessionDataException(
                    id, _context, new IllegalArgumentException("session data of another store"));
        }
        try {
            if (!sessions().save(tracked)) {
                data.setLastSaved(lastSaveTimeMs); // Jetty has set it to now already
            }
        } catch (UnstorableAttributeException | OversizedSessionException | RejectedException e) {
            throw new UnwriteableSessionDataException(id, _context, e);
        }
    }

    @Override
    public boolean delete(String id) {
        return sessions().end(id);
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long timeMs) {
        return sessions().expiredOf(candidates, timeMs);
    }

    @Override
    public Set<String> doGetExpired(long beforeMs) {
        return sessions().expired(beforeMs);
    }

    /** Ends those of this context too; no listener is notified. */
    @Override
    public void doCleanOrphans(long beforeMs) {
        sessions().scavenge(beforeMs, sessions()::deleteChunks);
        sessions().scavengeOrphans(beforeMs);
    }

    /** Attributes are serialized, so Jetty notifies the session's activation listeners. */
    @Override
    public boolean isPassivating() {
        return true;
    }

    /**
     * Whether this store can serve sessions now, for a readiness check. Makes no call if one has succeeded within five seconds, and
     * otherwise one GetItem for all who ask at the same time, at most once a second. It takes at most {@code apiCallTimeout}.
     *
     * <pre>{@code
     * config.routes.get("/ready", ctx -> ctx.status(store.health().isReady() ? 200 : 503));
     * }</pre>
     *
     * @return the state, and its reason
     */
    public Health health() {
        if (sessions == null || !isStarted()) {
            return new Health(Health.Status.STOPPED, SessionStore.NOT_STARTED);
        }
        @Nullable Obstacle obstacle = sessions.obstacle();
        if (obstacle == null) {
            return new Health(Health.Status.READY, "");
        }
        return new Health(obstacle.isAway() ? Health.Status.UNREACHABLE : Health.Status.REFUSED, obstacle.reason());
    }

    /**
     * Whether a store can serve sessions.
     *
     * @param status the state
     * @param reason why it is not ready, in one line of at most 160 characters; it may name hosts, so it is for operators and not for
     *     clients. Empty if it is ready
     */
    public record Health(Status status, String reason) {

        /** The states of a store. */
        public enum Status {
            /** Sessions are served. */
            READY,
            /** DynamoDB does not answer, or is overloaded. This heals by itself. */
            UNREACHABLE,
            /** DynamoDB refuses to read the table: it is missing, has another key, or a right is missing. */
            REFUSED,
            /** The context of the store has not started, or has stopped. */
            STOPPED
        }

        /** {@return whether sessions are served} */
        public boolean isReady() {
            return status == Status.READY;
        }
    }

    /** {@return what this store has done since it was made} */
    public SessionStatistics statistics() {
        return statistics;
    }

    DynamoSessionOptions options() {
        return options;
    }

    /** What the keys of all sessions begin with; empty while the store is not started. */
    String keyStart() {
        return sessions == null || !isStarted() ? "" : sessions.keyStart();
    }

    /** The allow-list that all values so far need. */
    List<String> usedClasses() {
        return sessions == null ? List.of() : List.copyOf(sessions.usedClasses());
    }

    /**
     * The path as it is: Jetty's canonical one turns {@code /a/b} and {@code /a_b} into the same, and their sessions must not
     * meet.
     */
    private SessionScope scope(SessionContext context) {
        Context jetty = context.getContext();
        String path = jetty == null || jetty.getContextPath() == null ? "/" : jetty.getContextPath();
        return new SessionScope(options.keyPrefix, path, context.getVhost());
    }

    private SessionStore sessions() {
        if (sessions == null) {
            throw new IllegalStateException("Not started");
        }
        return sessions;
    }
}
