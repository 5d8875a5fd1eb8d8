package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Our store in a running context, called as our session cache calls it. One thread. */
final class StartedStore implements AutoCloseable {

    private final SessionContent content;
    private final List<Object> changes;
    private final SessionStore sessions;
    private final JettyNode node;
    private final SessionCookie cookie = SessionCookie.create();
    private TrackedSessionData loaded;
    private int turn;

    private StartedStore(SessionContent content, SessionStore sessions, JettyNode node) {
        this.content = content;
        this.changes = content.changes();
        this.sessions = sessions;
        this.node = node;
    }

    /** Starts it, and lets the stub of DynamoDB hold a session of this content. */
    static StartedStore start(
            SessionContent content, StoreSettings settings, CannedDynamoDb dynamoDb, DynamoDbClient client)
            throws Exception {
        DynamoSessionOptions options = settings.options(client).build();
        DynamoSessionDataStore store = new DynamoSessionDataStore(options);
        JettyNode node = JettyNode.start(new SessionPages(content), store, new DynamoSessionCacheFactory(options));
        StartedStore started = new StartedStore(content, store.getBean(SessionStore.class), node);
        dynamoDb.learnNextItem();
        started.create();
        started.loaded = started.load();
        return started;
    }

    TrackedSessionData load() {
        TrackedSessionData data = sessions.newSession(cookie.handle().id(), 0, 0, 0, -1);
        if (sessions.read(data, cookie) != SessionStore.Reading.FOUND) {
            throw new IllegalStateException("the session is gone");
        }
        return data;
    }

    /** Saves the session after one attribute of it was changed. */
    TrackedSessionData update() {
        loaded.setAttribute(SessionContent.CHANGED, changes.get(turn++ % changes.size()));
        return saved(loaded);
    }

    TrackedSessionData create() {
        long now = System.currentTimeMillis();
        TrackedSessionData data =
                sessions.newSession(cookie.handle().id(), now, now, now, JettyNode.IDLE_TIMEOUT.toMillis());
        data.setCookie(cookie);
        content.attributes().forEach(data::setAttribute);
        return saved(data);
    }

    private TrackedSessionData saved(TrackedSessionData data) {
        sessions.save(data);
        data.clean();
        return data;
    }

    @Override
    public void close() {
        node.close();
    }
}
