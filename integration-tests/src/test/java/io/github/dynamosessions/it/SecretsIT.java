package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * After all kinds of requests, nothing but the clients' own cookies opens a session: not what is in the table, in the log (of the
 * library at every level, of Jetty at INFO), in JMX, or on a page that prints its session.
 */
@Isolated // it changes what is logged
class SecretsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int MOST_TRIES = 10_000;
    private static final String WORKER_NAME = "worker-seventeen";

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final LeakedTexts leaked = new LeakedTexts();
    private final List<JettyBrowser> owners = new ArrayList<>();
    private final Set<String> secrets = new TreeSet<>();
    private final Map<Logger, Level> levels = new HashMap<>();
    private JettyLogs logs;
    private JettyCluster cluster;
    private JettyContexts contexts;
    private JettyContexts.OneContext shop;
    private JettyContexts.OneContext desk;

    @BeforeEach
    void start() throws Exception {
        setLevel(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
        setLevel("io.github.dynamosessions", Level.TRACE);
        logs = JettyLogs.capture();
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(cluster.options().build(), server -> {
            server.addBean(new MBeanContainer(beans));
            server.getBean(DynamoSessionIdManager.class).setWorkerName(WORKER_NAME);
        });
        shop = contexts.shop();
        desk = contexts.desk();
        addPages(shop);
        addPages(desk);
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
        logs.close();
        levels.forEach(Logger::setLevel);
    }

    @Test
    void nothingThatIsStoredLoggedOrPrintedOpensASession() throws Exception {
        ordinaryRequests();
        failingRequests();
        failingListeners();
        endedSessions();
        collect();

        assertThat(secrets).hasSizeGreaterThan(15);
        for (String source : leaked.sources()) {
            for (String secret : secrets) {
                assertThat(leaked.of(source).contains(secret))
                        .as("%s has a secret", source)
                        .isFalse();
            }
        }
        Set<String> tries = tries();
        assertThat(tries).hasSizeBetween(1_000, MOST_TRIES).containsAll(handles());
        JettyBrowser thief = JettyBrowser.http1();
        for (String each : tries) {
            assertThat(opens(thief, each)).as(each).isFalse();
        }
        for (JettyBrowser owner : owners) {
            assertThat(opens(thief, owner.cookieValue()))
                    .as("the owner's cookie")
                    .isTrue();
        }
    }

    /** Or the test above would prove nothing. */
    @Test
    void aCookieThatIsPrintedAnywhereIsFound() throws Exception {
        JettyBrowser owner = loggedIn();
        leaked.add("page", "<a href=\"/next?from=" + owner.cookieValue() + "\">next</a>");
        assertThat(tries()).contains(owner.cookieValue());
        assertThat(opens(JettyBrowser.http1(), owner.cookieValue())).isTrue();

        leaked.add("another page", "secret: '" + owner.cookieValue().split("~")[1] + "'");
        assertThat(leaked.possibleSecrets()).contains(owner.cookieValue().split("~")[1]);
    }

    /** Whoever lets URLs carry sessions, as Jetty does by default, has secrets in links, in access logs and in Jetty's warnings. */
    @Test
    void anIdInAUrlIsTheWholeCookieAndJettyLogsTheUrlOfARequestThatFails() throws Exception {
        String link = JettyBrowser.http1().get(shop, "/create-and-link").body();
        assertThat(link).matches("/throw;jsessionid=[\\w-]{16}\\.[\\w-]{6}~[\\w-]{22}");
        assertThat(opens(JettyBrowser.http1(), link.split("=")[1])).isTrue();

        assertThat(JettyBrowser.http1().get(shop, link).statusCode()).isEqualTo(500);

        assertThat(logs.with(link.split("=")[1])).allMatch(line -> line.startsWith("WARN /shop/throw;jsessionid="));
        assertThat(logs.with(link.split("=")[1])).isNotEmpty();
    }

    @Test
    void theNameOfTheServerIsInTheItemAndNotInTheCookie() throws Exception {
        JettyBrowser owner = loggedIn();
        assertThat(owner.cookieValue()).matches("[\\w-]{16}\\.[\\w-]{6}~[\\w-]{22}");
        assertThat(cluster.item("/shop", owner.id()).get("lastNode").s()).isEqualTo(WORKER_NAME);
    }

    private static void addPages(JettyContexts.OneContext context) {
        context.page("/print", SecretsIT::print);
        context.page("/throw", (request, response) -> {
            throw new IllegalStateException("in session " + request.getSession());
        });
        context.page("/create-and-link", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            response.getWriter().print(response.encodeURL("/throw"));
        });
        context.page("/unstorable", (request, response) -> request.getSession().setAttribute("bad", new Object()));
        context.page("/large", (request, response) -> request.getSession().setAttribute("large", "x".repeat(50_000)));
        context.page("/reluctant", (request, response) -> request.getSession().setAttribute("bad", new Reluctant()));
        context.page("/rotate-late", (request, response) -> {
            response.flushBuffer();
            request.changeSessionId();
        });
    }

    private static void print(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        response.getWriter().println(session.getId());
        response.getWriter().println(session);
        response.getWriter().println(SessionHandler.ServletSessionApi.getSession(session)); // which Jetty logs
        response.getWriter().println(Collections.list(session.getAttributeNames()));
        response.getWriter().println(session.getServletContext());
    }

    private void ordinaryRequests() throws Exception {
        for (JettyContexts.OneContext first : List.of(shop, desk)) {
            JettyBrowser browser = logIn(first);
            for (JettyContexts.OneContext context : List.of(shop, desk)) {
                get(browser, context, "/set?name=user&value=ann");
                get(browser, context, "/large");
                get(browser, context, "/rotate");
                leaked.add("page", get(browser, context, "/print"));
                leaked.add("page", get(browser, context, "/throw"));
                get(browser, context, "/rotate-late");
            }
        }
    }

    private void failingRequests() throws Exception {
        JettyBrowser browser = loggedIn();
        get(browser, shop, "/unstorable");
        for (String operation : List.of("GetItem", "UpdateItem", "PutItem")) {
            cluster.proxy().on(operation).fail();
            for (String page : List.of("/get?name=user", "/set?name=user&value=x", "/rotate", "/logout", "/throw")) {
                leaked.add("page", get(browser, shop, page));
            }
            get(JettyBrowser.http1(), shop, "/set?name=user&value=new");
            cluster.proxy().healAll();
        }
        owners.remove(browser); // one of the logouts has worked

        JettyBrowser inDoubt = loggedIn();
        cluster.proxy().on("UpdateItem").cutBeforeExecution();
        get(inDoubt, shop, "/rotate");
        cluster.proxy().healAll();
        assertThat(inDoubt.cookieValue().split("~")).hasSize(4);

        JettyBrowser unreadable = logIn(shop);
        owners.remove(unreadable);
        Map<String, AttributeValue> item = new HashMap<>(cluster.item("/shop", unreadable.id()));
        item.put("format", AttributeValue.fromN("99"));
        cluster.put(item);
        get(unreadable, shop, "/get?name=user");

        JettyBrowser two = JettyBrowser.http1();
        two.forge(loggedIn().cookieValue() + "; JSESSIONID=" + loggedIn().cookieValue());
        HttpResponse<String> refused = two.get(shop, "/get?name=user");
        assertThat(refused.statusCode()).isEqualTo(400);
        leaked.add("page", refused.body());
    }

    private void failingListeners() throws Exception {
        JettyBrowser browser = loggedIn();
        Runnable failing = () -> {
            throw new IllegalStateException("thrown by a listener");
        };
        shop.events().whenIdChanges(failing);
        desk.events().whenIdChanges(failing);
        get(browser, desk, "/set?name=user&value=ann");
        get(browser, shop, "/rotate");
        get(browser, desk, "/rotate");

        JettyBrowser reluctant = logIn(shop);
        owners.remove(reluctant);
        get(reluctant, shop, "/reluctant");
        get(reluctant, shop, "/set?name=bad&value=good");
        get(reluctant, shop, "/reluctant");
        get(reluctant, shop, "/logout");
        assertThat(logs.with("thrown by a listener")).isNotEmpty();
    }

    private void endedSessions() throws Exception {
        JettyBrowser loggedOut = logIn(shop);
        get(loggedOut, desk, "/set?name=user&value=ann");
        get(loggedOut, shop, "/logout");
        get(loggedOut, shop, "/get?name=user");

        JettyBrowser expired = logIn(shop);
        cluster.setTimes("/shop", expired.id(), 1_000, 1_000);
        get(expired, shop, "/get?name=user");

        JettyBrowser scavenged = logIn(shop);
        get(scavenged, shop, "/reluctant");
        cluster.setTimes("/shop", scavenged.id(), 1_000, 1_000);
        shop.scavenge();
        assertThat(cluster.item("/shop", scavenged.id())).isEmpty();
        owners.removeAll(List.of(loggedOut, expired, scavenged));
    }

    private void collect() throws Exception {
        leaked.addItems(dynamoDb.client().scanPaginator(scan -> scan.tableName(cluster.table())).items().stream()
                .toList());
        leaked.addBeans(beans);
        leaked.add("dump of the server", shop.server().dump());
        leaked.add("log", String.join("\n", logs.with("")));
        assertThat(leaked.of("table")).contains("verifier", WORKER_NAME);
        assertThat(leaked.of("JMX")).contains("sessionstatistics", WORKER_NAME);
        assertThat(leaked.of("log")).contains("thrown by a listener", "INFO Started");
        assertThat(leaked.of("page")).contains("DynamoSession[");
        for (JettyBrowser owner : owners) {
            assertThat(leaked.of("table")).as("the key").contains(owner.id().split("\\.")[0]);
        }
    }

    /** All that could be a cookie, by itself or behind the public ID of a live session. */
    private Set<String> tries() {
        Set<String> tries = new HashSet<>(leaked.tokens());
        Set<String> possibleSecrets = leaked.possibleSecrets();
        handles().forEach(handle -> possibleSecrets.forEach(secret -> tries.add(handle + "~" + secret)));
        tries.addAll(handles());
        return tries;
    }

    private Set<String> handles() {
        Set<String> handles = new TreeSet<>();
        owners.forEach(owner -> handles.add(owner.id()));
        return handles;
    }

    private boolean opens(JettyBrowser thief, String cookie) throws Exception {
        thief.forge(cookie);
        return !thief.user(shop).equals("no session"); // where each owner has one
    }

    private JettyBrowser loggedIn() throws Exception {
        return logIn(shop);
    }

    private JettyBrowser logIn(JettyContexts.OneContext context) throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        browser.login(context);
        owners.add(browser);
        remember(browser);
        return browser;
    }

    /** The body of the answer, whatever its status is. */
    private String get(JettyBrowser browser, JettyContexts.OneContext context, String page) throws Exception {
        try {
            return browser.get(context, page).body();
        } catch (IOException e) { // broken off
            return "";
        } finally {
            remember(browser);
        }
    }

    private void remember(JettyBrowser browser) {
        String[] chunks = browser.hasCookie() ? browser.cookieValue().split("~") : new String[0];
        for (int i = 1; i < chunks.length; i += 2) {
            secrets.add(chunks[i]);
        }
    }

    private void setLevel(String name, Level level) {
        Logger logger = (Logger) LoggerFactory.getLogger(name);
        levels.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    /** An attribute whose listener fails when it leaves its session. */
    private static final class Reluctant implements Serializable, HttpSessionBindingListener {

        private static final long serialVersionUID = 1;

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            throw new IllegalStateException("thrown by a listener of " + event.getSession());
        }
    }
}
