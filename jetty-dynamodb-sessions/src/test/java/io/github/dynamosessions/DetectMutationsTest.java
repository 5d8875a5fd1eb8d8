package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A value that is changed in place, without setAttribute. */
class DetectMutationsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final Server server = new Server();
    private final DynamoSessionIdManager ids = new DynamoSessionIdManager(server);

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void isNotSavedWhereItIsNotLookedFor() throws Exception {
        assertThat(changedInPlace(DetectMutations.OFF, "offList")).isEqualTo(List.of("first"));
    }

    @Test
    void isSavedWhereThatIsAskedFor() throws Exception {
        assertThat(changedInPlace(DetectMutations.SAVE, "saveList")).isEqualTo(List.of("first", "added"));
    }

    @Test
    void isNotSavedAndLoggedOncePerRequestWhereAWarningIsAskedFor() throws Exception {
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions")) {
            assertThat(changedInPlace(DetectMutations.WARN, "warnList")).isEqualTo(List.of("first"));
            assertThat(logs.with("warnList"))
                    .containsExactly("WARN Session attributes [warnList] were changed in place and are not saved: call"
                            + " setAttribute after the change, or set detectMutations=SAVE");
        }
    }

    /** What the next request finds. */
    private List<?> changedInPlace(DetectMutations detectMutations, String name) throws Exception {
        SessionCache cache = start(existing(dynamoDb.client(), dynamoDb.newTable("sessionId"))
                .detectMutations(detectMutations)
                .build());
        String id = SessionCookie.create().handle().id();
        ManagedSession session = cache.newSession(id, System.currentTimeMillis(), 0);
        cache.add(id, session);
        session.setExtendedId(""); // as Jetty does
        String cookie = session.getExtendedId();
        session.setAttribute(name, new ArrayList<>(List.of("first")));
        end(cache, session);

        session = cache.get(ids.getId(cookie));
        @SuppressWarnings("unchecked")
        List<String> list = (List<String>) session.getAttribute(name);
        list.add("added");
        end(cache, session);

        return (List<?>) cache.get(ids.getId(cookie)).getAttribute(name);
    }

    private static void end(SessionCache cache, ManagedSession session) throws Exception {
        cache.commit(session);
        cache.release(session);
    }

    private SessionCache start(DynamoSessionOptions options) throws Exception {
        SessionHandler sessions = new SessionHandler();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        server.addBean(ids, true);
        server.setHandler(new ContextHandler(sessions, "/shop"));
        server.insertHandler(new SessionUnavailableHandler());
        server.start();
        return cache;
    }
}
