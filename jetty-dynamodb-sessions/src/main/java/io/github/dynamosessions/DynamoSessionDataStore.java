package io.github.dynamosessions;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.ItemCodec.UndecodableItemException;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * <p>Jetty calls these hooks within the context, but for {@link #delete}. They throw what goes wrong; what that means for
 * a request is decided by the session cache that belongs to this store, of {@link DynamoSessionCacheFactory}.
 *
 * <pre>{@code
 * SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessionHandler);
 * cache.setSessionDataStore(new DynamoSessionDataStore(options));
 * sessionHandler.setSessionCache(cache);
 * }</pre>
 */
@ManagedObject("sessions in DynamoDB")
public final class DynamoSessionDataStore extends AbstractSessionDataStore {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoSessionDataStore.class);

    private final DynamoSessionOptions options;
    private final StoreMetrics metrics;
    private final SessionStatistics statistics;
    private final RateLimitedLog housekeepingLog = new RateLimitedLog(LOG);

    private Consumer<String> outdatedIds = id -> {};
    private volatile @Nullable OpenStore opened;
    private @Nullable TablePreparation preparation;

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
        setGracePeriodSec(ExpiredSessions.gracePeriodSeconds());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (getGracePeriodSec() > ExpiredSessions.MAX_GRACE_SECONDS) {
            throw new IllegalStateException("gracePeriodSec must be between 0 and " + ExpiredSessions.MAX_GRACE_SECONDS
                    + ", so that sessions end before DynamoDB's TTL removes them, was " + getGracePeriodSec());
        }
        // Other contexts of this server have not had their first turn, in which they tell their listeners.
        _lastOrphanSweepTime = System.currentTimeMillis();
        DynamoGateway dynamo = DynamoGateway.open(options.connection, options.table, options.consistentReads, metrics);
        try {
            SessionScope scope = scope(_context);
            preparation = options.autoCreateTable ? new TablePreparation(dynamo, options.table) : null;
            TableSettings table = preparation == null ? options.table : preparation.start();
            String where = "table '" + table.tableName() + "' (" + options.connection + ")";
            LOG.info("sessions of {} lie in {}", scope.keyStart(), where);
            OpenStore store = OpenStore.of(options, table, scope, dynamo, metrics, outdatedIds);
            new WarmStart(scope, store.items(), dynamo).run(where);
            opened = store;
            if (preparation != null) {
                preparation.goOn(inUse -> opened = OpenStore.of(options, inUse, scope, dynamo, metrics, outdatedIds));
            }
        } catch (Exception | Error e) {
            dynamo.close();
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (preparation != null) {
            preparation.stop();
        }
        OpenStore current = opened;
        if (current != null) {
            current.close(); // and stays, for requests that go on while their application is stopped
        }
    }

    @Override
    public SessionData newSessionData(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return opened().items().newSession(id, created, accessed, lastAccessed, maxInactiveMs);
    }

    /** Gives an expired session too, to the one thread in the cluster that may end it: Jetty then tells its listeners. */
    @Override
    public @Nullable SessionData doLoad(String id) throws UnreadableSessionDataException {
        OpenStore store = opened();
        String key = store.scope().key(id);
        StoredItem item = key == null ? null : store.dynamo().get(key);
        if (key == null || item == null) {
            return null;
        }
        try {
            SessionData data = store.items().decode(id, item);
            return store.expired().maySee(key, data, item.expiry(), System.currentTimeMillis()) ? data : null;
        } catch (UndecodableItemException e) {
            throw new UnreadableSessionDataException(id, _context, e);
        }
    }

    @Override
    public boolean doExists(String id) {
        String key = opened().scope().key(id);
        Long expiryMs = key == null ? null : opened().dynamo().expiry(key);
        return expiryMs != null && (expiryMs == 0 || expiryMs > System.currentTimeMillis());
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTimeMs) throws UnwriteableSessionDataException {
        String key = opened().ids().key(id);
        try {
            opened().writer().save(key, data, lastSaveTimeMs);
        } catch (UnstorableAttributeException | OversizedSessionException | RejectedException e) {
            throw new UnwriteableSessionDataException(id, _context, e);
        }
    }

    /** Never decodes. A session that is being ended because it expired is only deleted if it still is expired. */
    @Override
    public boolean delete(String id) {
        String key = opened().scope().key(id);
        return key != null
                && (opened().expired().isEnding(key)
                        ? opened().expired().end(key)
                        : opened().writer().delete(key));
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long timeMs) {
        Set<String> expired = new HashSet<>();
        opened().expired().claimAmong(candidates, timeMs, expired::add);
        return expired;
    }

    @Override
    public Set<String> doGetExpired(long beforeMs) {
        Set<String> expired = new HashSet<>();
        opened().expired().claimDue(beforeMs, expired::add);
        return expired;
    }

    @Override
    public void doCleanOrphans(long beforeMs) {
        opened().expired().deleteOrphans(beforeMs);
    }

    /**
     * In place of Jetty's own, which asks for sessions of this context that no node holds only if a grace period has
     * passed since it was last called, and not since it last asked: with a grace period above the housekeeper's interval,
     * it asks once and never again. Here, claims keep nodes out of each other's way, so each turn asks.
     */
    @Override
    public Set<String> getExpired(Set<String> candidates) {
        if (!isStarted()) {
            throw new IllegalStateException("Not started");
        }
        long nowMs = System.currentTimeMillis();
        Set<String> expired = new HashSet<>();
        _context.run(() -> {
            ExpiredSessions sessions = opened().expired();
            sessions.nextTurn();
            housekeep("expired sessions of this node", () -> sessions.claimAmong(candidates, nowMs, expired::add));
            if (options.expiryEvents) {
                long graceMs = TimeUnit.SECONDS.toMillis(getGracePeriodSec());
                housekeep("expired sessions", () -> sessions.claimDue(nowMs - graceMs, expired::add));
                if (nowMs - _lastOrphanSweepTime >= ORPHAN_SWEEP_MS) {
                    _lastOrphanSweepTime = nowMs;
                    long orphanedMs = nowMs - graceMs - ORPHAN_SWEEP_MS;
                    housekeep("orphaned sessions", () -> sessions.deleteOrphansOfOthers(orphanedMs));
                }
            }
        });
        return expired;
    }

    /** Attributes are serialized, so Jetty tells the session's activation listeners. */
    @Override
    public boolean isPassivating() {
        return true;
    }

    /** {@return what this store has done since it was made} */
    public SessionStatistics statistics() {
        return statistics;
    }

    boolean isEnding(String id) {
        String key = opened().scope().key(id);
        return key != null && opened().expired().isEnding(key);
    }

    /** To be called whether it could be ended or not: the claim must not stay with this thread. */
    void stopEnding(String id) {
        String key = opened().scope().key(id);
        if (key != null) {
            opened().expired().stopEnding(key);
        }
    }

    /** To be called before the start: by who keeps sessions, and has to forget those that were changed under these ids. */
    void tellOutdatedIds(Consumer<String> forget) {
        outdatedIds = forget;
    }

    SessionIds ids() {
        return opened().ids();
    }

    SessionWriter writer() {
        return opened().writer();
    }

    boolean areTimesDue(SessionData data) {
        return opened().items().areTimesDue(data);
    }

    DynamoSessionOptions options() {
        return options;
    }

    StoreMetrics metrics() {
        return metrics;
    }

    /** What the keys of all sessions begin with; empty while the store is not started. */
    String keyStart() {
        OpenStore current = opened;
        return current == null || !isStarted() ? "" : current.scope().keyStart();
    }

    private void housekeep(String what, Runnable turn) {
        try {
            turn.run();
        } catch (DynamoGateway.UnavailableException | RejectedException e) {
            housekeepingLog.warn("looking for " + what + " is put off to the next turn: " + e.getMessage());
        }
    }

    /**
     * The path as it is: Jetty's canonical one turns {@code /a/b} and {@code /a_b} into the same, and their sessions
     * must not meet.
     */
    private SessionScope scope(SessionContext context) {
        Context jetty = context.getContext();
        String path = jetty == null || jetty.getContextPath() == null ? "/" : jetty.getContextPath();
        return new SessionScope(options.keyPrefix, path, context.getVhost());
    }

    private OpenStore opened() {
        OpenStore current = opened;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current;
    }

    /** Sessions of contexts that are no more wait this long for their context to come back. */
    private static final long ORPHAN_SWEEP_MS = Duration.ofHours(10).toMillis();
}
