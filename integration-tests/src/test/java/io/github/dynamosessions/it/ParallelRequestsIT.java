package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of one session at the same time, on one node. */
@ParameterizedClass
@EnumSource(PageServer.class)
class ParallelRequestsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int REQUESTS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start(cluster.options().touchInterval(Duration.ZERO));
        other = cluster.start();
        node.page("/login", ParallelRequestsIT::login);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void requestsDoNotWaitForOneReadAfterTheOther() throws Exception {
        browser.login(other);
        Fault reading = cluster.proxy().on("GetItem").hang();
        send("/get?name=user");
        await().until(() -> reading.callsMet() == REQUESTS);
        reading.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "ann"})
    void requestsDoNotWaitForOneSaveAfterTheOther(String user) throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(REQUESTS, (request, response) -> {
            if (!user.equals("ann")) { // otherwise the session is only touched
                request.getSession().setAttribute("user", user);
            }
        });
        node.page("/together", page);
        Fault saving = cluster.proxy().on("UpdateItem").hang();
        send("/together");
        page.awaitBegun();
        page.open();
        await().until(() -> saving.callsMet() == REQUESTS);
        saving.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(browser.user(node)).isEqualTo(user);
    }

    @Test
    void anUnsavedChangeIsVisibleToItsOwnRequestOnly() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> {});
        node.page("/set-and-wait", (request, response) -> {
            request.getSession().setAttribute("user", "unsaved");
            page.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> change = browser.twin().getLater(node, "/set-and-wait");
        page.awaitBegun();
        assertThat(browser.user(node)).isEqualTo("ann");
        page.open();
        change.join();

        assertThat(browser.user(node)).isEqualTo("unsaved");
    }

    @Test
    void aFailedChangeIsNotSavedByAnotherRequest() throws Exception {
        String id = browser.login(node);
        GatedPage page = new GatedPage(1, ParallelRequestsIT::setLate);
        CompletableFuture<HttpResponse<String>> late = begin(page);
        cluster.proxy().onWrites().fail();
        assertThat(browser.get(node, "/set?name=user&value=refused").statusCode())
                .isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/set?name=user&value=carl").statusCode()).isEqualTo(200);

        assertThat(finish(page, late).statusCode()).isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("carl");
        assertThat(browser.user(other)).isEqualTo("carl");
        assertThat(cluster.attributes(id)).containsOnlyKeys("user", "late");
    }

    @Test
    void aChangeIsSavedWithoutTheLoginThatFailedBesideIt() throws Exception {
        String old = browser.login(node);
        GatedPage page = new GatedPage(1, ParallelRequestsIT::setLate);
        CompletableFuture<HttpResponse<String>> change = begin(page);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(finish(page, change).statusCode()).isEqualTo(200);
        assertThat(browser.id()).isEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(cluster.attributes(old)).containsOnlyKeys("user", "late");
    }

    @Test
    void aRequestThatEndsDuringALoginDoesNotSaveTheNewId() throws Exception {
        String old = browser.login(node);
        GatedPage holding = new GatedPage(1, (request, response) -> {});
        CompletableFuture<HttpResponse<String>> held = begin(holding);
        GatedPage loggingIn = new GatedPage(1, (request, response) -> {});
        node.page("/slow-login", (request, response) -> {
            login(request, response);
            loggingIn.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> login = browser.twin().getLater(node, "/slow-login");
        loggingIn.awaitBegun();
        assertThat(finish(holding, held).statusCode()).isEqualTo(200);
        assertThat(cluster.item(old).get("rotation").s()).isEqualTo(old.split("\\.")[1]);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        assertThat(finish(loggingIn, login).statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aRequestThatBeganBeforeALoginDoesNotLearnTheNewId() throws Exception {
        String old = browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> response.getWriter()
                .print(response.encodeURL("/next") + " " + request.getSession().getId()));
        CompletableFuture<HttpResponse<String>> late = begin(page);
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);

        assertThat(finish(page, late).body()).contains(old).doesNotContain(browser.id());
        assertThat(JettyBrowser.setCookies(late.join())).isEmpty();
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("root");
    }

    @Test
    void onlyItsClientLearnsTheIdOfALoginInDoubt() throws Exception {
        browser.login(node);
        JettyBrowser onlooker = browser.twin();
        GatedPage page = new GatedPage(1, ParallelRequestsIT::setLate);
        CompletableFuture<HttpResponse<String>> late = begin(page);
        cluster.proxy().on(StoreUpdate.ROTATION).cutAfterExecution();
        Fault fencing = cluster.proxy().on(StoreUpdate.CALL_OFF).fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        fencing.heal();
        assertThat(finish(page, late).statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(late.join())).isEmpty();
        cluster.proxy().healAll();

        assertThat(browser.user(node)).isEqualTo("root");
        assertThat(browser.get(node, "/get?name=late").body()).isEqualTo("1");
        assertThat(onlooker.user(node)).isEqualTo("no session");
    }

    @Test
    void ofTwoLoginsAtOnceOneWinsAndTheOtherIsAnswered503() throws Exception {
        browser.login(other);
        GatedPage page = new GatedPage(2, ParallelRequestsIT::login);
        node.page("/gated", page);
        List<JettyBrowser> clients = List.of(browser.twin(), browser.twin());
        clients.forEach(client -> answers.add(client.getLater(node, "/gated")));
        page.awaitBegun();
        page.open();

        assertThat(answers).extracting(answer -> answer.join().statusCode()).containsExactlyInAnyOrder(200, 503);
        List<String> users = List.of(clients.get(0).user(node), clients.get(1).user(node));
        assertThat(users).containsExactlyInAnyOrder("root", "no session");
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aFailedLoginDoesNotDelayAnother() throws Exception {
        String id = browser.login(node);
        JettyBrowser second = browser.twin();
        Fault hanging = cluster.proxy().on(StoreUpdate.ROTATION).times(1).hang();
        CompletableFuture<HttpResponse<String>> first = browser.twin().getLater(node, "/login");
        await().until(() -> hanging.callsMet() == 1);
        CompletableFuture<HttpResponse<String>> parallel = second.getLater(node, "/login");
        hanging.cancel();

        assertThat(first).succeedsWithin(PATIENCE).returns(503, HttpResponse::statusCode);
        assertThat(parallel).succeedsWithin(PATIENCE); // it wins, or has lost to what calls off the first
        assertThat(second.get(node, "/login").statusCode()).isEqualTo(200);
        assertThat(second.id()).isNotEqualTo(id);
        assertThat(second.user(node)).isEqualTo("root");
    }

    @Test
    void aLogoutDuringALoginEndsTheSession() throws Exception {
        String id = browser.login(node);
        JettyBrowser login = browser.twin();
        GatedPage leaving = new GatedPage(
                1, (request, response) -> request.getSession(false).invalidate());
        CompletableFuture<HttpResponse<String>> logout = begin(leaving);
        node.events().whenIdChanges(leaving::open);
        login.getLater(node, "/login").join();

        assertThat(logout.join().statusCode()).isEqualTo(200);
        for (PageNode each : List.of(node, other)) {
            assertThat(browser.user(each)).isEqualTo("no session");
            assertThat(login.user(each)).isEqualTo("no session");
        }
        assertThat(node.destroyed()).hasSize(1);
        assertThat(cluster.item(id)).doesNotContainKey("attributes");
    }

    @Test
    void twoLogoutsSucceedAndNotifyListenersOnce() throws Exception {
        String id = browser.login(node);
        GatedPage page = new GatedPage(
                2, (request, response) -> request.getSession(false).invalidate());
        node.page("/gated", page);
        Fault deleting = cluster.proxy().on(StoreUpdate.END).hang();
        answers.add(browser.twin().getLater(node, "/gated"));
        answers.add(browser.twin().getLater(node, "/gated"));
        page.awaitBegun();
        page.open();
        await().until(() -> deleting.callsMet() == 2);
        deleting.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(node.destroyed()).containsExactly(id);
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    private void send(String page) {
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(browser.twin().getLater(node, page));
        }
    }

    /** Sends a request that has read its session when this returns. */
    private CompletableFuture<HttpResponse<String>> begin(GatedPage page) throws InterruptedException {
        String path = "/begun" + System.identityHashCode(page);
        node.page(path, page);
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(node, path);
        page.awaitBegun();
        return answer;
    }

    private static HttpResponse<String> finish(GatedPage page, CompletableFuture<HttpResponse<String>> answer) {
        page.open();
        return answer.join();
    }

    private static void login(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute("user", "root");
    }

    private static void setLate(HttpServletRequest request, HttpServletResponse response) {
        request.getSession().setAttribute("late", "1");
    }
}
