package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Requests of one session at the same time, on two nodes. */
@ParameterizedClass
@EnumSource(PageServer.class)
class RacesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int WRITERS = 50;
    private static final int TIMES = 10;
    private static final long A_MINUTE_MS = 60_000;

    private static ExecutorService threads;
    private static JettyCluster cluster;
    private static PageNode node;
    private static PageNode other;

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeAll
    static void startThreads() {
        threads = Executors.newFixedThreadPool(WRITERS);
    }

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start(cluster.options(), 2 * WRITERS);
        other = cluster.start(cluster.options(), 2 * WRITERS);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @AfterAll
    static void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void fiftyRequestsThatReadBeforeAnyOfThemWritesKeepTheirFiftyAttributes() throws Exception {
        String id = browser.login(node);
        GatedPage page = gatedPage(WRITERS, RacesIT::set);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            answers.add(request(browser, i % 2 == 0 ? node : other, "/gated?name=name" + i));
        }
        page.awaitBegun();
        page.open();

        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(cluster.attributes(id)).hasSize(WRITERS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "prolonged", "given a new id"})
    void aSessionThatEndsWhileItIsUsedIsNotRevivedWhenItIs(String whatIsLate) throws Exception {
        GatedPage page = gatedPage(TIMES, late(whatIsLate));
        List<JettyBrowser> clients = new ArrayList<>();
        List<JettyBrowser> lateClients = new ArrayList<>();
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            JettyBrowser client = JettyBrowser.http1();
            client.login(other);
            cluster.expireAt(client.id(), inMinutes(10)); // so that each request has to prolong it
            clients.add(client);
            lateClients.add(client.twin());
            answers.add(threads.submit(
                    () -> lateClients.get(clients.indexOf(client)).get(node, "/gated?name=late")));
        }
        page.awaitBegun();
        for (int i = 0; i < TIMES; i++) {
            JettyBrowser client = clients.get(i);
            if (i % 2 == 0) {
                assertThat(client.get(other, "/logout").statusCode()).isEqualTo(200);
            } else {
                cluster.expireAt(client.id(), inMinutes(-1));
                assertThat(client.user(other)).isEqualTo("no session");
            }
            assertThat(answers.get(i)).isNotDone();
        }
        page.open();

        for (int i = 0; i < TIMES; i++) {
            answers.get(i).get();
            assertThat(cluster.item(clients.get(i).id())).isEmpty();
            assertThat(cluster.item(lateClients.get(i).id())).isEmpty();
            assertThat(clients.get(i).user(node)).isEqualTo("no session");
            assertThat(lateClients.get(i).user(other)).isEqualTo("no session");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "prolonged", "given a new id"})
    void aSessionThatExpiresWhileItIsUsedAndIsNotEndedYetIsNotRevivedWhenItIs(String whatIsLate) throws Exception {
        String id = browser.login(other);
        cluster.expireAt(id, inMinutes(10)); // so that the request has to prolong it
        JettyBrowser slow = browser.twin();
        GatedPage page = gatedPage(1, late(whatIsLate));
        Future<HttpResponse<String>> late = threads.submit(() -> slow.get(node, "/gated?name=late"));
        page.awaitBegun();
        cluster.expireAt(id, inMinutes(-1)); // somebody has shortened the timeout
        Map<String, AttributeValue> expired = cluster.item(id);
        page.open();
        late.get();

        assertThat(cluster.item(id)).isEqualTo(expired);
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(slow.user(other)).isEqualTo("no session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "prolonged", "given a longer timeout", "given a new id"})
    void theStoredExpiryDoesNotGoBackWhenARequestEndsThatBeganEarlier(String whatIsLate) throws Exception {
        String id = browser.login(node);
        cluster.expireAt(id, inMinutes(10));
        JettyBrowser slow = browser.twin();
        GatedPage page = gatedPage(1, late(whatIsLate));
        node.page("/begun", (request, response) -> {
            if (whatIsLate.contains("timeout")) {
                request.getSession(false).setMaxInactiveInterval(7_200);
            }
            page.serve(request, response);
        });
        Future<HttpResponse<String>> earlier = threads.submit(() -> slow.get(node, "/begun?name=late"));
        page.awaitBegun();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        browser.get(other, whatIsLate.contains("timeout") ? "/timeout?seconds=7200" : "/get?name=user");
        long expiryMs = expiryMs(id);
        assertThat(expiryMs).isGreaterThan(inMinutes(29));
        page.open();

        assertThat(earlier.get().statusCode()).isEqualTo(200);
        assertThat(cluster.attributes(slow.id()).containsKey("late")).isEqualTo(whatIsLate.equals("changed"));
        assertThat(expiryMs(slow.id())).isGreaterThanOrEqualTo(expiryMs);
    }

    @Test
    void theStoredExpiryGoesBackWhenTheTimeoutShrinks() throws Exception {
        String id = browser.login(node);

        browser.get(other, "/timeout?seconds=600");

        assertThat(expiryMs(id)).isBetween(inMinutes(9), inMinutes(12));
    }

    @Test
    void theStoredExpiryGoesForwardWhenTheTimeoutGrows() throws Exception {
        String id = browser.login(node);

        browser.get(other, "/timeout?seconds=7200");

        assertThat(expiryMs(id)).isBetween(inMinutes(119), inMinutes(133));
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(expiryMs(id)).isBetween(inMinutes(119), inMinutes(133));
    }

    @RepeatedTest(5)
    void ofTwoRotationsAtOnceOneWinsAndTheOtherIsAnswered503() throws Exception {
        String oldId = browser.login(node);
        JettyBrowser stale = browser.twin();
        GatedPage page = gatedPage(2, (request, response) -> request.changeSessionId());
        List<JettyBrowser> clients = List.of(browser.twin(), browser.twin());
        Future<HttpResponse<String>> first = threads.submit(() -> clients.get(0).get(node, "/gated"));
        Future<HttpResponse<String>> second =
                threads.submit(() -> clients.get(1).get(other, "/gated"));
        page.awaitBegun();
        page.open();

        assertThat(List.of(first.get().statusCode(), second.get().statusCode())).containsExactlyInAnyOrder(200, 503);
        List<String> users = List.of(clients.get(0).user(other), clients.get(1).user(node));
        assertThat(users).containsExactlyInAnyOrder("ann", "no session");
        assertThat(stale.user(node)).isEqualTo("no session");
        assertThat(clients).filteredOn(client -> client.id().equals(oldId)).hasSize(1);
    }

    @Test
    void whatASlowRequestChangesUnderTheOldIdArrivesUnderTheNewOne() throws Exception {
        browser.login(node);
        JettyBrowser stale = browser.twin();
        GatedPage page = gatedPage(1, RacesIT::set);
        Future<HttpResponse<String>> slow = request(browser, node, "/gated?name=late");
        page.awaitBegun();
        assertThat(browser.get(other, "/rotate").statusCode()).isEqualTo(200);
        assertThat(stale.user(other)).isEqualTo("no session");
        assertThat(stale.user(node)).isEqualTo("no session");
        page.open();

        assertThat(slow.get().statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(slow.get())).isEmpty();
        assertThat(cluster.attributes(browser.id())).containsOnlyKeys("user", "late");
        assertThat(stale.user(node)).isEqualTo("no session");
    }

    private static GatedPage gatedPage(int requests, JettyPage rest) {
        GatedPage page = new GatedPage(requests, rest);
        node.page("/gated", page);
        other.page("/gated", page);
        return page;
    }

    private static JettyPage late(String what) {
        return switch (what) {
            case "changed" -> RacesIT::set;
            case "prolonged", "given a longer timeout" ->
                (request, response) -> response.getWriter().print("fine");
            default -> (request, response) -> request.changeSessionId();
        };
    }

    private static void set(HttpServletRequest request, HttpServletResponse response) {
        request.getSession(false).setAttribute(request.getParameter("name"), "1");
    }

    /** Of a client with the same cookie. */
    private static Future<HttpResponse<String>> request(JettyBrowser client, PageNode to, String page) {
        JettyBrowser twin = client.twin();
        return threads.submit(() -> twin.get(to, page));
    }

    private static long expiryMs(String id) {
        return Long.parseLong(cluster.item(id).get("expiry").n());
    }

    private static long inMinutes(int minutes) {
        return System.currentTimeMillis() + minutes * A_MINUTE_MS;
    }
}
