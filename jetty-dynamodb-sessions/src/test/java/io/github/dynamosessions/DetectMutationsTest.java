package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.internal.item.SessionCookie;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that is changed in place, without setAttribute. */
class DetectMutationsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

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

    /** As one does that has read a stream, or lost something transient. */
    private static final class WrittenOnce implements Serializable {
        private static final long serialVersionUID = 1;

        private transient boolean writable = true;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (!writable) {
                throw new NotSerializableException("written once already");
            }
            writable = false;
            out.defaultWriteObject();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatCanBeWrittenOnlyOnceMayBeRead(DetectMutations detectMutations) throws Exception {
        SessionCache cache = start(existing(dynamoDb.client(), dynamoDb.newTable("sessionId"))
                .detectMutations(detectMutations)
                .build());
        String cookie = create(cache, "once", new WrittenOnce());

        for (int request = 0; request < 2; request++) {
            ManagedSession session = cache.get(ids.getId(cookie));
            assertThat(session.getAttribute("once")).isInstanceOf(WrittenOnce.class);
            session.setAttribute("count", request);
            end(cache, session);
        }

        ManagedSession session = cache.get(ids.getId(cookie));
        assertThat(session.getAttribute("once")).isInstanceOf(WrittenOnce.class);
        assertThat(session.getAttribute("count")).isEqualTo(1);
    }

    /** What the next request finds. */
    private List<?> changedInPlace(DetectMutations detectMutations, String name) throws Exception {
        SessionCache cache = start(existing(dynamoDb.client(), dynamoDb.newTable("sessionId"))
                .detectMutations(detectMutations)
                .build());
        String cookie = create(cache, name, new ArrayList<>(List.of("first")));

        ManagedSession session = cache.get(ids.getId(cookie));
        @SuppressWarnings("unchecked")
        List<String> list = (List<String>) session.getAttribute(name);
        list.add("added");
        end(cache, session);

        return (List<?>) cache.get(ids.getId(cookie)).getAttribute(name);
    }

    /** Gives the cookie of a stored session. */
    private static String create(SessionCache cache, String name, Object value) throws Exception {
        String id = SessionCookie.create().handle().id();
        ManagedSession session = cache.newSession(id, System.currentTimeMillis(), 0);
        cache.add(id, session);
        session.setExtendedId(""); // as Jetty does
        String cookie = session.getExtendedId();
        session.setAttribute(name, value);
        end(cache, session);
        return cookie;
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
