package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.Fuzz;
import io.github.dynamosessions.fixture.HostileTable;
import io.github.dynamosessions.internal.item.SessionCookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever cookies and URLs a client sends, it gets an answer; with a bounded number of calls. */
class RequestFuzzTest {

    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: JSESSIONID=([^;\\r\\n]+)");
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d+) ");

    /** For each of four IDs two reads, and one write or end of one session. */
    private static final int MAX_CALLS = 30;

    private final HostileTable table = new HostileTable();
    private final Server server = new Server(threads());
    private final LocalConnector connector = new LocalConnector(server);

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(Fuzz.THREAD);
        return threads;
    }

    @BeforeEach
    void start() throws Exception {
        DynamoSessionOptions options =
                DynamoSessionOptions.builder().client(table).build();
        SessionHandler sessions = new SessionHandler();
        sessions.setSessionCache(new DynamoSessionCacheFactory(options).getSessionCache(sessions));
        sessions.getSessionCache().setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setHandler(new Page());
        server.addBean(new DynamoSessionIdManager(server), true);
        server.addConnector(connector);
        server.setHandler(new ContextHandler(sessions, "/"));
        server.insertHandler(new SessionUnavailableHandler());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void cookiesAndUrlsAreAnswered() {
        Fuzz.run("requests", this::run);
    }

    private void run(Fuzz fuzz, Random random) throws Exception {
        table.clear();
        List<String> ids = new ArrayList<>(List.of(SessionCookie.create().text()));
        Matcher set = COOKIE.matcher(answer("/new", ""));
        assertThat(set.find()).isTrue();
        ids.add(set.group(1));
        ids.add(ids.get(0) + ids.get(1).substring(ids.get(1).indexOf('~')).replaceFirst("~", "~abcdef~"));
        if (random.nextInt(3) == 0) {
            new TreeMap<>(table.items).forEach((key, item) -> table.items.put(key, fuzz.changed(item, "sessionId")));
        }
        StringBuilder cookies = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            cookies.append("Cookie: JSESSIONID=").append(id(fuzz, random, ids)).append("\r\n");
        }
        String url =
                random.nextInt(3) == 0 ? ";jsessionid=" + id(fuzz, random, ids).replaceAll("[#?]", "") : "";
        for (String page : List.of("/", "/new", "/set", "/rotate", "/end").subList(random.nextInt(4), 5)) {
            int before = table.calls();
            String answer = answer(page + url, cookies.toString());
            Matcher status = STATUS.matcher(answer);
            assertThat(status.lookingAt()).as(answer).isTrue();
            assertThat(Set.of("200", "400", "404", "503")).as(answer).contains(status.group(1));
            assertThat(table.calls() - before).as(answer).isLessThan(MAX_CALLS);
        }
    }

    private static String id(Fuzz fuzz, Random random, List<String> ids) {
        String id = ids.get(random.nextInt(ids.size()));
        return random.nextBoolean() ? id : fuzz.changed(id);
    }

    private String answer(String path, String cookies) throws Exception {
        return connector.getResponse(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + cookies + "Connection: close\r\n\r\n");
    }

    private static final class Page extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String page = Request.getPathInContext(request);
            Session session = request.getSession(page.startsWith("/new"));
            if (session != null && session.isValid()) {
                session.getAttribute("user");
                if (page.startsWith("/new") || page.startsWith("/set")) {
                    session.setAttribute("user", "ann");
                    session.setAttribute("cart", new ArrayList<>(List.of(Map.of("sku", "pen"))));
                } else if (page.startsWith("/rotate")) {
                    session.renewId(request, response);
                } else if (page.startsWith("/end")) {
                    session.invalidate();
                }
            }
            Content.Sink.write(response, true, "fine", callback);
            return true;
        }
    }
}
