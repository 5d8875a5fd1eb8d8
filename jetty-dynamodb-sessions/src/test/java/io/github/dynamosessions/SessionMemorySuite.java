package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.created;

import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of the memory of one context that keeps its sessions, without requests over HTTP. */
abstract class SessionMemorySuite {

    @RegisterExtension
    static final DynamoDbLocalExtension DYNAMO_DB = new DynamoDbLocalExtension();

    static final Duration LIFETIME = Duration.ofDays(1);

    /** A second thread, for what happens at the same time. */
    final ExecutorService other = Executors.newSingleThreadExecutor();

    DynamoSessionCache memory;

    private final Server server = new Server();

    @BeforeEach
    void start() throws Exception {
        DynamoSessionOptions options = created(DYNAMO_DB.client(), DYNAMO_DB.newTableName())
                .sessionCache(SessionCaching.IN_MEMORY)
                .maxLifetime(LIFETIME)
                .detectMutations(true)
                .build();
        SessionHandler sessions = new SessionHandler();
        memory = (DynamoSessionCache) new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        memory.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(memory);
        server.setHandler(new ContextHandler(sessions, "/shop"));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        other.shutdownNow();
        server.stop();
    }

    /** A new deployment. */
    void restart() throws Exception {
        server.stop();
        server.start();
    }

    /** Creates a session, as a request does. */
    void store(String id) throws Exception {
        ManagedSession created = memory.newSession(id, System.currentTimeMillis(), 0);
        memory.add(id, created);
        memory.commit(created);
        memory.release(created);
    }
}
