package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.StoreOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A store has one clock, which a test may own. */
class StoreClockTest {

    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: (JSESSIONID=[^;]+)");
    private static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(3);

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final Semaphore left = new Semaphore(0);
    private volatile Instant now = START;

    @BeforeEach
    void start() throws Exception {
        InstantSource clock = () -> now;
        DynamoSessionOptions options =
                StoreOptions.existing(dynamoDb.client(), table).clock(clock).build();
        SessionHandler sessions = new SessionHandler();
        sessions.setMaxInactiveInterval((int) IDLE_TIMEOUT.toSeconds());
        sessions.setSessionCache(new DynamoSessionCacheFactory(options).getSessionCache(sessions));
        sessions.getSessionCache().setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setHandler(new Page());
        server.addBean(new DynamoSessionIdManager(server), true);
        server.addConnector(connector);
        server.setHandler(new ContextHandler(sessions, "/"));
        server.insertHandler(new SessionUnavailableHandler());
        server.insertHandler(new LeavingHandler());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void itDecidesWhatHasExpired() throws Exception {
        String cookie = create();
        now = START.plus(IDLE_TIMEOUT).minusMillis(1);
        assertThat(get("/", cookie)).endsWith("a session");

        now = now.plus(IDLE_TIMEOUT).plus(TOUCH_INTERVAL);
        assertThat(get("/", cookie)).endsWith("no session");
    }

    @Test
    void allStoredTimesAreIts() throws Exception {
        String cookie = create();
        now = START.plusSeconds(1_000);
        get("/rotate", cookie);

        Map<String, AttributeValue> item =
                dynamoDb.client().scan(scan -> scan.tableName(table)).items().get(0);
        assertThat(ms(item, "created")).isEqualTo(START.toEpochMilli());
        assertThat(ms(item, "authenticated")).isEqualTo(now.toEpochMilli());
        assertThat(ms(item, "accessed")).isEqualTo(now.toEpochMilli());
        assertThat(ms(item, "lastAccessed")).isEqualTo(START.toEpochMilli());
        assertThat(ms(item, "expiry"))
                .isEqualTo(now.plus(IDLE_TIMEOUT).plus(TOUCH_INTERVAL).toEpochMilli());
        assertThat(ms(item, "expires"))
                .isBetween(now.getEpochSecond(), now.plus(Duration.ofDays(2)).getEpochSecond());
    }

    private static long ms(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    private String create() throws Exception {
        Matcher cookie = COOKIE.matcher(get("/new", "none=1"));
        assertThat(cookie.find()).isTrue();
        return cookie.group(1);
    }

    private String get(String path, String cookie) throws Exception {
        String response = connector.getResponse(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\nConnection: close\r\n\r\n");
        left.acquire(); // what follows the response must not see another time
        return response;
    }

    /** Around everything, so that it knows when a request has left its session. */
    private final class LeavingHandler extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Request.addCompletionListener(request, failure -> left.release());
            return super.handle(request, response, callback);
        }
    }

    private static final class Page extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String page = Request.getPathInContext(request);
            Session session = request.getSession(page.equals("/new"));
            boolean isValid = session != null && session.isValid();
            if (isValid && page.equals("/rotate")) {
                session.renewId(request, response);
            }
            Content.Sink.write(response, true, isValid ? "a session" : "no session", callback);
            return true;
        }
    }
}
