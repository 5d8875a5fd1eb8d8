package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.component.LifeCycle;

/** A store in a Jetty server without a port: what it writes is what the command line has to read. */
final class RealStore implements AutoCloseable {

    private final Server server = new Server();
    private final DynamoSessionDataStore store;

    RealStore(DynamoSessionOptions options, String contextPath) throws Exception {
        store = new DynamoSessionDataStore(options);
        ContextHandler context = new ContextHandler(contextPath);
        SessionHandler sessions = new SessionHandler();
        NullSessionCache cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        context.setHandler(sessions);
        server.setHandler(context);
        server.start();
    }

    SessionData create(String id, Map<String, ?> attributes) throws Exception {
        long now = System.currentTimeMillis();
        SessionData data = store.newSessionData(id, now, now, now, 1_800_000);
        attributes.forEach(data::setAttribute);
        store.store(id, data);
        return data;
    }

    DynamoSessionDataStore store() {
        return store;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
