package io.github.dynamosessions.proof;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.NodeClock;
import io.github.dynamosessions.SessionUnavailableHandler;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** A Jetty without a port, which has its sessions in DynamoDB and a clock that the test owns. */
final class Node implements AutoCloseable {

    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);

    /** Of a session that was accessed at the start: it is stored to expire a touch interval later than its idle timeout. */
    static final Duration BEFORE_EXPIRY = Duration.ofMinutes(32);

    static final Duration AFTER_EXPIRY = Duration.ofMinutes(38);

    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static final Pattern SET_COOKIE = Pattern.compile("Set-Cookie: JSESSIONID=([^;\\r\\n]+)");

    /** What a client gets. */
    record Answer(int status, String body, String cookie) {}

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final SessionHandler sessions = new SessionHandler();
    private final ServletContextHandler context = new ServletContextHandler("/", true, false);
    private final List<Integer> destroyed = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;
    private volatile Scheduler.Participant participant;
    private volatile CountDownLatch left;

    private Node(DynamoSessionOptions.Builder builder) {
        DynamoSessionOptions options = NodeClock.set(builder, () -> now).build();
        DynamoSessionDataStore store = new DynamoSessionDataStore(options);
        store.setGracePeriodSec(0);
        sessions.setMaxInactiveInterval((int) IDLE_TIMEOUT.toSeconds());
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        context.setSessionHandler(sessions);
        context.addServlet(new Pages(), "/*");
        context.addEventListener(new Listener());
        server.addConnector(connector);
        server.addBean(new DynamoSessionIdManager(server), true);
        SessionUnavailableHandler guard = new SessionUnavailableHandler();
        guard.setHandler(context);
        server.setHandler(new ParticipantHandler(guard));
    }

    static Node start(DynamoSessionOptions.Builder options) throws Exception {
        Node node = new Node(options);
        node.server.start();
        node.sessions.getSessionIdManager().getSessionHouseKeeper().setIntervalSec(0);
        return node;
    }

    void setTime(Duration sinceStart) {
        now = START.plus(sinceStart);
    }

    long timeMs() {
        return now.toEpochMilli();
    }

    /** Serves a request. Its thread acts for a participant of a run, unless there is none. */
    Answer get(String page, String cookie, Scheduler.Participant actsFor) throws Exception {
        participant = actsFor;
        left = new CountDownLatch(1);
        String response = connector.getResponse(
                "GET " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: JSESSIONID=" + cookie
                        + "\r\n\r\n",
                30,
                TimeUnit.SECONDS);
        left.await(); // what follows the response makes calls, too
        Matcher set = SET_COOKIE.matcher(response);
        return new Answer(
                Integer.parseInt(response.split(" ", 3)[1]),
                response.substring(response.indexOf("\r\n\r\n") + 4),
                set.find() ? set.group(1) : "");
    }

    /** A turn of the scavenger. */
    void scavenge() throws Exception {
        sessions.getSessionIdManager().getSessionHouseKeeper().scavenge();
    }

    void undeploy() throws Exception {
        context.stop();
    }

    void deploy() throws Exception {
        context.start();
    }

    /** For each notification of the end of a session, the participant that has made it; 0 if none. Then forgets them. */
    List<Integer> takeDestroyed() {
        List<Integer> taken = List.copyOf(destroyed);
        destroyed.clear();
        return taken;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private final class Listener implements HttpSessionListener {
        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            Scheduler.Participant notifier = Scheduler.current();
            if (notifier == null || !notifier.isDead()) {
                destroyed.add(notifier == null ? 0 : notifier.number());
            }
        }
    }

    /** Around everything: a request is served by one thread. */
    private final class ParticipantHandler extends Handler.Wrapper {

        private ParticipantHandler(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (participant != null) {
                participant.enter();
            }
            // After the handlers: Jetty leaves the session when the response is complete, and may save it then.
            Request.addCompletionListener(request, failure -> {
                Scheduler.leave();
                left.countDown();
            });
            return super.handle(request, response, callback);
        }
    }
}
