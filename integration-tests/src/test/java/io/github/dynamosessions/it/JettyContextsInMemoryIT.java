package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two contexts of a server whose sessions share their ids and stay in memory, used at the same time. */
class JettyContextsInMemoryIT {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 40;

    private JettyBrowser browser;
    private JettyCluster cluster;
    private JettyContexts contexts;
    private JettyContexts.OneContext shop;
    private JettyContexts.OneContext desk;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(
                cluster.options().sessionCache(SessionCaching.IN_MEMORY).build());
        shop = contexts.shop();
        desk = contexts.desk();
        login();
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
    }

    @Test
    void aSessionThatEndsInAnotherContextWhileItIsReadDoesNotComeBack() throws Exception {
        try (JettyContexts restarted = JettyContexts.start(cluster.options()
                .autoCreateTable(false)
                .sessionCache(SessionCaching.IN_MEMORY)
                .build())) {
            var reading =
                    cluster.proxy().on("GetItem").containing("/desk|").times(1).holdAnswers();
            CompletableFuture<HttpResponse<String>> slow = browser.twin().getLater(restarted.desk(), "/get?name=user");
            await().until(() -> reading.callsMet() == 1);
            assertThat(browser.twin().get(restarted.shop(), "/logout").statusCode())
                    .isEqualTo(200);
            reading.heal();
            slow.join();

            assertThat(browser.user(restarted.desk())).isEqualTo("no session");
        }
    }

    @Test
    void aRequestIsServedWhileItsSessionGetsANewIdAndAnotherContextIsAsked() throws Exception {
        try (JettyContexts restarted = JettyContexts.start(cluster.options()
                .autoCreateTable(false)
                .sessionCache(SessionCaching.IN_MEMORY)
                .build())) {
            assertThat(browser.user(restarted.shop())).isEqualTo("ann");
            JettyBrowser parallel = browser.twin();
            var asking = cluster.proxy().on("GetItem").containing("/desk|").hang();
            CompletableFuture<HttpResponse<String>> rotation = browser.twin().getLater(restarted.shop(), "/rotate");
            await().until(() -> asking.callsMet() == 1);
            CompletableFuture<HttpResponse<String>> user = parallel.getLater(restarted.shop(), "/get?name=user");
            asking.heal();

            assertThat(rotation).succeedsWithin(PATIENCE);
            assertThat(user).succeedsWithin(PATIENCE);
            assertThat(user.join().body()).isEqualTo("ann");
        }
    }

    @Test
    void newIdsInBothAtOnceHoldUpNobody() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            login();
            CompletableFuture<HttpResponse<String>> first = browser.twin().getLater(shop, "/rotate");
            CompletableFuture<HttpResponse<String>> second = browser.twin().getLater(desk, "/rotate");
            assertThat(first).as("round %d", round).succeedsWithin(PATIENCE);
            assertThat(second).as("round %d", round).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void ofTwoRequestsThatCreateASessionUnderTheIdOfAnotherContextBothSaveTheirs() throws Exception {
        browser = JettyBrowser.http1();
        browser.login(shop);
        GatedPage page = new GatedPage(
                2, (request, response) -> request.getSession().setAttribute(request.getParameter("name"), "1"));
        desk.page("/create", page);
        CompletableFuture<HttpResponse<String>> first = browser.twin().getLater(desk, "/create?name=one");
        CompletableFuture<HttpResponse<String>> second = browser.twin().getLater(desk, "/create?name=two");
        page.awaitBegun();
        page.open();

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(browser.get(desk, "/get?name=one").body()).isEqualTo("1");
        assertThat(browser.get(desk, "/get?name=two").body()).isEqualTo("1");
    }

    @Test
    void aLoginThatFailsInItsOwnContextIsNotToldTheIdThatTheOtherHas() throws Exception {
        String old = browser.id();
        cluster.proxy().on("TransactWriteItems").containing("/shop|").fail();
        HttpResponse<String> answer = browser.get(shop, "/rotate");
        cluster.proxy().healAll();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.id()).isEqualTo(old);
        assertThat(browser.user(shop)).isEqualTo("ann");
    }

    @Test
    void logoutsInBothAtOnceAreBothAnsweredAndToldOnce() throws Exception {
        String id = browser.id();
        Fault deleting = cluster.proxy().on("DeleteItem").hang();
        CompletableFuture<HttpResponse<String>> first = browser.twin().getLater(shop, "/logout");
        CompletableFuture<HttpResponse<String>> second = browser.twin().getLater(desk, "/logout");
        await().until(() -> deleting.callsMet() == 2);
        deleting.heal();

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(cluster.item("/shop", id)).isEmpty();
        assertThat(cluster.item("/desk", id)).isEmpty();
        assertThat(shop.destroyed()).containsExactly(id);
        assertThat(desk.destroyed()).containsExactly(id);
    }

    @Test
    void aSecondSessionThatCannotBeEndedInTheOtherContextDoesNotKeepTheFirstFromItsEnd() throws Exception {
        String expired = browser.id();
        browser.get(shop, "/timeout?seconds=600");
        long aMinuteAgo = System.currentTimeMillis() - 60_000;
        JettyBrowser visitor = JettyBrowser.http1();
        try (JettyContexts restarted = JettyContexts.start(cluster.options()
                .autoCreateTable(false)
                .sessionCache(SessionCaching.IN_MEMORY)
                .build())) {
            restarted.shop().store().setGracePeriodSec(0);
            String first = visitor.login(restarted.shop());
            visitor.get(restarted.shop(), "/timeout?seconds=2");
            cluster.setTimes("/shop", expired, aMinuteAgo, aMinuteAgo);
            visitor.forge(first + "; JSESSIONID=" + expired);
            cluster.proxy().on("DeleteItem").containing("/desk|").fail();
            assertThat(visitor.get(restarted.shop(), "/get?name=user").statusCode())
                    .isEqualTo(503);
            cluster.proxy().healAll();

            assertThat(restarted.shop().sessionsInMemory()).isZero();
            await().untilAsserted(() -> {
                restarted.shop().scavenge();
                assertThat(restarted.shop().destroyed()).contains(first);
            });
        }
    }

    /** In both, with one id. */
    private void login() throws Exception {
        browser = JettyBrowser.http1();
        browser.login(shop);
        browser.get(desk, "/set?name=user&value=bob");
    }
}
