package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import java.util.List;
import org.eclipse.jetty.session.SessionData;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Our store in a running context, called as Jetty's session cache calls it. One thread. */
final class StartedStore implements AutoCloseable {

    static final String ID = "node01f3k2h8q0d5x1v9r7c6b4n2m0";

    private final SessionContent content;
    private final List<Object> changes;
    private final DynamoSessionDataStore store;
    private final JettyNode node;
    private SessionData loaded;
    private int turn;

    private StartedStore(SessionContent content, DynamoSessionDataStore store, JettyNode node) {
        this.content = content;
        this.changes = content.changes();
        this.store = store;
        this.node = node;
    }

    /** Starts it, and lets the canned DynamoDB hold a session of this content. */
    static StartedStore start(
            SessionContent content, StoreSettings settings, CannedDynamoDb dynamoDb, DynamoDbClient client)
            throws Exception {
        DynamoSessionOptions options = settings.options(client).build();
        DynamoSessionDataStore store = new DynamoSessionDataStore(options);
        JettyNode node = JettyNode.start(new SessionPages(content), store, new DynamoSessionCacheFactory(options));
        StartedStore started = new StartedStore(content, store, node);
        dynamoDb.learnNextItem();
        started.create();
        started.loaded = started.load();
        return started;
    }

    SessionData load() throws Exception {
        return store.load(ID);
    }

    /** Saves the session after one attribute of it was changed. */
    SessionData update() throws Exception {
        loaded.setAttribute(SessionContent.CHANGED, changes.get(turn++ % changes.size()));
        store.store(ID, loaded);
        return loaded;
    }

    SessionData create() throws Exception {
        long now = System.currentTimeMillis();
        SessionData data = store.newSessionData(ID, now, now, now, JettyNode.IDLE_TIMEOUT.toMillis());
        content.attributes().forEach(data::setAttribute);
        store.store(ID, data);
        return data;
    }

    @Override
    public void close() {
        node.close();
    }
}
