package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to two contexts of one server, whose sessions share their ids, at the same time. */
class JettyContextsParallelIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

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
        contexts = JettyContexts.start(cluster.options().build());
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
    void aRequestIsServedWhileTheRotationOfItsSessionWaitsForAnotherContext() throws Exception {
        JettyBrowser parallel = browser.twin();
        Fault asking = cluster.proxy().on("GetItem").containing("/desk|").hang();
        CompletableFuture<HttpResponse<String>> rotation = browser.twin().getLater(shop, "/rotate");
        await().until(() -> asking.callsMet() == 1);
        assertThat(parallel.getLater(shop, "/get?name=user"))
                .succeedsWithin(PATIENCE)
                .returns("ann", HttpResponse::body);
        asking.heal();

        assertThat(rotation).succeedsWithin(PATIENCE).returns(200, HttpResponse::statusCode);
    }

    @Test
    void rotationsInBothDoNotBlockEachOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            login();
            CompletableFuture<HttpResponse<String>> first = browser.twin().getLater(shop, "/rotate");
            CompletableFuture<HttpResponse<String>> second = browser.twin().getLater(desk, "/rotate");
            assertThat(first).as("round %d", round).succeedsWithin(PATIENCE);
            assertThat(second).as("round %d", round).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void twoRequestsThatCreateASessionUnderTheIdOfTheOtherContextBothSave() throws Exception {
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

    @ParameterizedTest
    @ValueSource(strings = {"/create-empty", "/set?name=user&value=eve"})
    void ofTwoNodesThatCreateASessionUnderTheIdOfTheOtherContextAnEmptyOneHidesNothing(String first) throws Exception {
        String second = first.equals("/create-empty") ? "/set?name=user&value=eve" : "/create-empty";
        browser = JettyBrowser.http1();
        browser.login(shop);
        try (JettyContexts node = JettyContexts.start(cluster.options().build())) {
            for (JettyContexts each : List.of(contexts, node)) {
                each.desk().page("/create-empty", (request, response) -> request.getSession());
            }
            Fault writing = cluster.proxy().onWrites().containing("/desk|").hang();
            CompletableFuture<HttpResponse<String>> one = browser.twin().getLater(desk, first);
            await().until(() -> writing.callsMet() == 1);
            CompletableFuture<HttpResponse<String>> two = browser.twin().getLater(node.desk(), second);
            await().until(() -> writing.callsMet() == 2);
            writing.heal();

            assertThat(one.join().statusCode()).isEqualTo(200);
            assertThat(two.join().statusCode()).isEqualTo(200);
            assertThat(browser.user(desk)).isEqualTo("eve");
            assertThat(browser.user(node.desk())).isEqualTo("eve");
        }
    }

    @Test
    void aRotationThatFailsInOneContextWhenTheOtherHasItIsCompletedByTheNextRequest() throws Exception {
        JettyBrowser thief = browser.twin();
        cluster.proxy().on(StoreUpdate.ROTATION).containing("/shop|").fail();
        HttpResponse<String> answer = browser.get(shop, "/rotate");
        cluster.proxy().healAll();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("bob");
        assertThat(thief.user(shop)).isEqualTo("no session");
        assertThat(thief.user(desk)).isEqualTo("no session");
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.user(desk)).isEqualTo("bob");
    }

    @Test
    void logoutsInBothSucceedAndNotifyListenersOnce() throws Exception {
        String id = browser.id();
        Fault deleting = cluster.proxy().on(StoreUpdate.END).hang();
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

    /** Creates a session in both contexts, with one ID. */
    private void login() throws Exception {
        browser = JettyBrowser.http1();
        browser.login(shop);
        browser.get(desk, "/set?name=user&value=bob");
    }
}
