package io.github.dynamosessions;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.ItemCodec.UndecodableItemException;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnreadableSessionDataException;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one Jetty context in a DynamoDB table, one item each. Thread safe.
 *
 * <p>Jetty calls these hooks within the context, but for {@link #delete}. Usually a {@link
 * DynamoSessionDataStoreFactory} makes the store; by hand it is
 *
 * <pre>{@code
 * SessionCache cache = new NullSessionCache(sessionHandler);
 * cache.setSessionDataStore(new DynamoSessionDataStore(options));
 * sessionHandler.setSessionCache(cache);
 * }</pre>
 */
public final class DynamoSessionDataStore extends AbstractSessionDataStore {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoSessionDataStore.class);

    private final DynamoSessionOptions options;

    private volatile @Nullable Opened opened;

    /**
     * A store that connects when it is started.
     *
     * @param options the settings
     */
    public DynamoSessionDataStore(DynamoSessionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        DynamoGateway dynamo = DynamoGateway.open(options.connection, options.table, options.consistentReads);
        try {
            opened = open(dynamo);
        } catch (Exception | Error e) {
            dynamo.close();
            throw e;
        }
    }

    private Opened open(DynamoGateway dynamo) {
        TableSettings table = options.table;
        if (options.autoCreateTable) {
            table = SessionTable.prepare(dynamo, table);
        }
        SessionScope scope = scope(_context);
        ItemCodec items =
                new ItemCodec(table.schema(), scope, options.attributeCodec(), options.touchInterval.toMillis());
        LOG.info("sessions of {} lie in table '{}' ({})", scope.keyStart(), table.tableName(), options.connection);
        return new Opened(scope, items, dynamo);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        Opened was = opened;
        opened = null;
        if (was != null) {
            was.dynamo().close();
        }
    }

    @Override
    public SessionData newSessionData(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return items().newSession(id, created, accessed, lastAccessed, maxInactiveMs);
    }

    @Override
    public @Nullable SessionData doLoad(String id) throws UnreadableSessionDataException {
        String key = scope().key(id);
        StoredItem item = key == null ? null : dynamo().get(key);
        if (item == null) {
            return null;
        }
        try {
            // An expired session too: Jetty then ends it, and tells its listeners.
            return items().decode(id, item);
        } catch (UndecodableItemException e) {
            throw new UnreadableSessionDataException(id, _context, e);
        }
    }

    @Override
    public boolean doExists(String id) {
        String key = scope().key(id);
        Long expiryMs = key == null ? null : dynamo().expiry(key);
        return expiryMs != null && !hasExpired(expiryMs, System.currentTimeMillis());
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTimeMs) throws UnwriteableSessionDataException {
        String key = scope().key(id);
        if (key == null) {
            throw new IllegalArgumentException("a session id of " + id.length() + " characters cannot be a key");
        }
        try {
            if (lastSaveTimeMs <= 0) {
                create(key, data);
            } else {
                update(key, data, lastSaveTimeMs);
            }
        } catch (UnstorableAttributeException e) {
            throw new UnwriteableSessionDataException(id, _context, e);
        }
    }

    @Override
    public boolean delete(String id) {
        String key = scope().key(id);
        return key != null && dynamo().delete(key);
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long timeMs) {
        Map<String, String> idsByKey = new HashMap<>();
        Set<String> expired = new HashSet<>();
        for (String id : candidates) {
            String key = scope().key(id);
            if (key == null) {
                expired.add(id);
            } else {
                idsByKey.put(key, id);
            }
        }
        Map<String, Long> expiries = dynamo().expiries(idsByKey.keySet());
        idsByKey.forEach((key, id) -> {
            Long expiryMs = expiries.get(key);
            if (expiryMs == null || hasExpired(expiryMs, timeMs)) {
                expired.add(id);
            }
        });
        return expired;
    }

    @Override
    public Set<String> doGetExpired(long beforeMs) {
        Set<String> due = dynamo().dueKeys(scope().keyStart(), beforeMs);
        Set<String> expired = new HashSet<>();
        dynamo().expiries(due).forEach((key, expiryMs) -> {
            if (hasExpired(expiryMs, beforeMs)) {
                expired.add(scope().id(key));
            }
        });
        return expired;
    }

    /** Jetty asks for this with a limit of ten grace periods: long after the session's own context should have come. */
    @Override
    public void doCleanOrphans(long beforeMs) {
        String start = scope().keyPrefix() + '/'; // of every context, but of no longer prefix
        for (String key : dynamo().dueKeys(start, beforeMs)) {
            dynamo().deleteExpired(key, beforeMs);
        }
    }

    /** Attributes are serialized, so Jetty tells the session's activation listeners. */
    @Override
    public boolean isPassivating() {
        return true;
    }

    /**
     * Where the key is taken, the session was created under the same id by another request (contexts share ids), or by
     * an attempt of this very call whose answer was lost. In both cases what is in this session belongs there.
     */
    private void create(String key, SessionData data) {
        StoredItem item = items().encode(key, data);
        if (dynamo().create(item, System.currentTimeMillis())) {
            items().saved(data, item);
        } else {
            data.setDirty(true);
            update(key, data, 0);
        }
    }

    private void update(String key, SessionData data, long lastSaveTimeMs) {
        ItemChange change = items().changes(key, data, lastSaveTimeMs);
        if (change.isEmpty()) {
            data.setLastSaved(lastSaveTimeMs); // Jetty has set it to now already
        } else if (dynamo().update(key, change)) {
            items().saved(data, change);
        } else {
            LOG.info("session {} was ended meanwhile, a late change of it was dropped", SessionHash.of(key));
        }
    }

    private static boolean hasExpired(long expiryMs, long timeMs) {
        return expiryMs > 0 && expiryMs <= timeMs;
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

    private SessionScope scope() {
        return opened().scope();
    }

    private ItemCodec items() {
        return opened().items();
    }

    private DynamoGateway dynamo() {
        return opened().dynamo();
    }

    private Opened opened() {
        Opened current = opened;
        if (current == null) {
            throw new IllegalStateException("Not started");
        }
        return current;
    }

    /** What exists between start and stop. */
    private record Opened(SessionScope scope, ItemCodec items, DynamoGateway dynamo) {}
}
