package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.local.DynamoDbLocalExtension;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jetty's ids begin with the worker name, so that it must not look like part of a cookie that names two ids. */
class WorkerNameTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final Server server = new Server();

    @AfterEach
    void stop() {
        LifeCycle.stop(server);
    }

    @Test
    void aWorkerNameThatLooksLikeTwoIdsIsRefusedAtStart() {
        addSessions("node~1");
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the worker name of the SessionIdManager must not contain '~', was node~1");
    }

    @Test
    void anyOtherWorkerNameIsFine() throws Exception {
        addSessions("node-1_a");
        server.start();
        assertThat(server.isStarted()).isTrue();
    }

    private void addSessions(String workerName) {
        DefaultSessionIdManager ids = new DefaultSessionIdManager(server);
        ids.setWorkerName(workerName);
        server.addBean(ids, true);
        DynamoSessionOptions options =
                existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build();
        SessionHandler sessions = new SessionHandler();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        ContextHandler context = new ContextHandler("/shop");
        context.setHandler(sessions);
        server.setHandler(context);
    }
}
