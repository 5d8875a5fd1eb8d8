package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sessions that a browser has in two contexts have one ID. A rotation, a creation or a logout in one meets another one in the
 * other, or a DynamoDB that fails between the two: the browser's cookie opens both all the same, or none after a logout.
 */
class JettyContextRotationsIT {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static JettyCluster cluster;
    private static JettyContexts contexts;
    private static JettyContexts.OneContext shop;
    private static JettyContexts.OneContext desk;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeAll
    static void start() throws Exception {
        cluster = new JettyCluster(DYNAMO_DB);
        contexts = JettyContexts.start(cluster.options().build());
        shop = contexts.shop();
        desk = contexts.desk();
    }

    @AfterAll
    static void stop() {
        contexts.close();
        cluster.close();
    }

    @BeforeEach
    void openSession() throws Exception {
        browser.login(shop);
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @ParameterizedTest
    @CsvSource({
        "/desk|, true, true", "/desk|, true, false", "/desk|, false, true", "/desk|, false, false",
        "/shop|, true, true", "/shop|, true, false", "/shop|, false, true", "/shop|, false, false"
    })
    void aRotationInDoubtInOneContextLeavesACookieThatOpensBoth(String where, boolean happened, boolean shopFirst)
            throws Exception {
        openDesk();
        leaveInDoubt(where, happened);
        String both = browser.cookieValue();
        assertThat(both.split("~")).hasSize(4);

        assertServed(shopFirst);
        assertThat(browser.cookieValue())
                .as("it stays until the next rotation: a plain one could replace the cookie of a newer rotation")
                .isEqualTo(both);
        assertThat(browser.get(desk, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.cookieValue().split("~")).hasSize(2);
        assertServed(shopFirst);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRotationUnderTheCookieOfBothBringsTheOtherContextUpToDateFirst(boolean fails) throws Exception {
        openDesk();
        leaveInDoubt("/shop|", false);
        if (fails) {
            leaveInDoubt(desk, "/shop|", false);
            assertThat(browser.cookieValue().split("~")).hasSize(4);
        } else {
            assertThat(browser.get(desk, "/rotate").statusCode()).isEqualTo(200);
        }
        assertServed(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogoutUnderTheCookieOfBothEndsBoth(boolean inShop) throws Exception {
        openDesk();
        JettyBrowser old = browser.twin();
        leaveInDoubt("/shop|", false);
        assertThat(browser.get(inShop ? shop : desk, "/logout").statusCode()).isEqualTo(200);
        assertNoSession(browser);
        assertNoSession(old);
    }

    @Test
    void ofTwoRotationsAtOnceInTwoContextsOneWinsAndItsCookieOpensBoth() throws Exception {
        openDesk();
        JettyBrowser one = browser.twin();
        JettyBrowser two = browser.twin();
        GatedPage login = new GatedPage(2, (request, response) -> request.changeSessionId());
        shop.page("/rotate-at-once", login);
        desk.page("/rotate-at-once", login);
        CompletableFuture<HttpResponse<String>> first = one.getLater(shop, "/rotate-at-once");
        CompletableFuture<HttpResponse<String>> second = two.getLater(desk, "/rotate-at-once");
        login.awaitBegun();
        login.open();

        int firstStatus = status(first);
        assertThat(List.of(firstStatus, status(second))).containsExactlyInAnyOrder(200, 503);
        assertThat(JettyBrowser.setCookies((firstStatus == 200 ? second : first).join()))
                .isEmpty();
        JettyBrowser winner = firstStatus == 200 ? one : two;
        assertThat(winner.user(shop)).isEqualTo("ann");
        assertThat(winner.user(desk)).isEqualTo("bob");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRotationThatMeetsAnotherOneBetweenTwoContextsIsRefused(boolean inShop) throws Exception {
        openDesk();
        JettyBrowser second = browser.twin();
        CompletableFuture<HttpResponse<String>> first = rotateUpToShop();
        HttpResponse<String> met = second.get(inShop ? shop : desk, "/rotate");
        cluster.proxy().healAll();

        assertThat(status(first)).isEqualTo(200);
        assertServed(true);
        assertThat(JettyBrowser.setCookies(met)).isEmpty();
        assertThat(met.statusCode()).isEqualTo(inShop ? 503 : 500); // in the desk there is no session to rotate
    }

    @Test
    void aLogoutThatMeetsARotationBetweenTwoContextsEndsBoth() throws Exception {
        openDesk();
        JettyBrowser second = browser.twin();
        CompletableFuture<HttpResponse<String>> first = rotateUpToShop();
        assertThat(second.get(shop, "/logout").statusCode()).isEqualTo(200);
        cluster.proxy().healAll();

        status(first);
        assertNoSession(browser);
        assertNoSession(second);
        assertThat(shop.destroyed()).contains(second.id());
        assertThat(desk.destroyed()).contains(browser.id());
    }

    @Test
    void aSessionCreatedUnderTheOldIdDuringARotationIsRefused() throws Exception {
        JettyBrowser slow = browser.twin();
        Fault creating =
                cluster.proxy().on("TransactWriteItems").containing("/desk|").hang();
        CompletableFuture<HttpResponse<String>> creation = slow.getLater(desk, "/set?name=user&value=slow");
        await().atMost(PATIENCE).until(() -> creating.callsMet() == 1);
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);
        cluster.proxy().healAll();

        assertRefused(creation);
        assertThat(browser.user(desk)).isEqualTo("no session");
        assertThat(slow.user(desk)).isEqualTo("no session");
        openDesk();
        assertServed(true);
    }

    @Test
    void aRotationThatHasMissedASessionCreatedMeanwhileIsRefused() throws Exception {
        GatedPage rotation =
                new GatedPage(1, (request, response) -> response.getWriter().print("rotated"));
        shop.page("/slow-rotation", (request, response) -> {
            request.changeSessionId(); // the other context has no session yet
            rotation.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> slow = browser.twin().getLater(shop, "/slow-rotation");
        rotation.awaitBegun();
        openDesk();
        rotation.open();

        assertRefused(slow);
        assertServed(true);
    }

    @Test
    void aSlowCreationDoesNotEndTheSessionThatWasCreatedUnderANewerId() throws Exception {
        JettyBrowser slow = browser.twin();
        Fault creating =
                cluster.proxy().on("TransactWriteItems").containing("slow").hang();
        CompletableFuture<HttpResponse<String>> creation = slow.getLater(desk, "/set?name=user&value=slow");
        await().atMost(PATIENCE).until(() -> creating.callsMet() == 1);
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);
        openDesk();
        cluster.proxy().healAll();

        assertRefused(creation);
        assertServed(true);
        assertThat(slow.user(desk)).isEqualTo("no session");
    }

    @Test
    void aSessionThatIsBeingCreatedDuringALogoutInAnotherContextDoesNotSurviveIt() throws Exception {
        JettyBrowser slow = browser.twin();
        Fault creating =
                cluster.proxy().on("TransactWriteItems").containing("slow").hang();
        CompletableFuture<HttpResponse<String>> creation = slow.getLater(desk, "/set?name=user&value=slow");
        await().atMost(PATIENCE).until(() -> creating.callsMet() == 1);
        assertThat(browser.get(shop, "/logout").statusCode()).isEqualTo(200);
        cluster.proxy().healAll();

        assertRefused(creation);
        assertNoSession(browser);
    }

    @Test
    void anAttemptToCreateASessionDoesNotBringItBackAfterALogoutInAnotherContext() throws Exception {
        Fault late = cluster.proxy()
                .on("TransactWriteItems")
                .containing("late")
                .cutBeforeLateExecution(Duration.ofSeconds(2));
        assertThat(browser.get(desk, "/set?name=user&value=late").statusCode()).isEqualTo(503);
        assertThat(browser.get(shop, "/logout").statusCode()).isEqualTo(200);
        int sent = late.callsMet();
        await().atMost(PATIENCE).until(() -> cluster.proxy().answered("TransactWriteItems") >= sent);

        assertNoSession(browser);
    }

    @Test
    void aLogoutEndsASessionThatIsCreatedInAnotherContextMeanwhile() throws Exception {
        JettyBrowser slow = browser.twin();
        Fault ending = cluster.proxy()
                .on(StoreUpdate.END)
                .containing("/shop|")
                .times(1)
                .hang();
        CompletableFuture<HttpResponse<String>> logout = browser.getLater(shop, "/logout");
        await().atMost(PATIENCE).until(() -> ending.callsMet() == 1);
        assertThat(slow.get(desk, "/set?name=user&value=bob").statusCode()).isEqualTo(200);
        ending.heal();

        assertThat(status(logout)).isEqualTo(200);
        assertNoSession(slow);
        assertThat(desk.destroyed()).contains(slow.id());
    }

    @Test
    void aCreationInASecondContextIsTwoReadsAndATransaction() throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.get(desk, "/set?name=user&value=bob").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 3, "TransactWriteItems", 1));
    }

    @Test
    void aSessionThatIsCreatedAndRotatedInASecondContextOpensWithItsCookieInBoth() throws Exception {
        JettyBrowser old = browser.twin();
        addNewLogin();
        cluster.proxy().resetCounts();
        assertThat(browser.get(desk, "/new-login").statusCode()).isEqualTo(200);

        assertThat(cluster.proxy().calls())
                .containsEntry("UpdateItem", 1)
                .containsEntry("TransactWriteItems", 1)
                .doesNotContainKey("PutItem");
        assertServed(true);
        assertNoSession(old);
    }

    @Test
    void aSessionThatIsCreatedAndRotatedInASecondContextButNotStoredLeavesACookieThatOpensTheFirst() throws Exception {
        addNewLogin();
        cluster.proxy().on("TransactWriteItems").fail();
        assertThat(browser.get(desk, "/new-login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("no session");
        openDesk();
        assertServed(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/rotate"})
    void anUnreadableSessionInAnotherContextIsRemovedAndBreaksNothing(String page) throws Exception {
        openDesk();
        damageDesk();
        assertThat(browser.get(shop, page).statusCode()).isEqualTo(200);

        assertThat(cluster.item("/desk", browser.id())).isEmpty();
        assertThat(browser.user(desk)).isEqualTo("no session");
    }

    @Test
    void inPlaceOfAnUnreadableSessionANewOneIsCreated() throws Exception {
        openDesk();
        damageDesk();
        assertThat(browser.user(desk)).isEqualTo("no session");

        openDesk();
        assertServed(true);
    }

    private void damageDesk() {
        Map<String, AttributeValue> item = new HashMap<>(cluster.item("/desk", browser.id()));
        item.put("attributes", AttributeValue.fromS("no map"));
        cluster.put(item);
    }

    private static void addNewLogin() {
        desk.page("/new-login", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            request.changeSessionId();
        });
    }

    private void openDesk() throws Exception {
        assertThat(browser.get(desk, "/set?name=user&value=bob").statusCode()).isEqualTo(200);
    }

    private void leaveInDoubt(String where, boolean happened) throws Exception {
        leaveInDoubt(shop, where, happened);
    }

    /** A rotation, once it has read the sessions of both contexts, has no answer in one, and cannot be called off there. */
    private void leaveInDoubt(PageNode from, String where, boolean happened) throws Exception {
        GatedPage saving =
                new GatedPage(1, (request, response) -> response.getWriter().print("rotated"));
        from.page("/rotate-in-doubt", (request, response) -> {
            request.changeSessionId();
            saving.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> rotation = browser.getLater(from, "/rotate-in-doubt");
        saving.awaitBegun();
        FaultScope saved = cluster.proxy().on(StoreUpdate.ROTATION).containing(where);
        Fault lost = happened ? saved.cutAfterExecution() : saved.cutBeforeExecution();
        Fault inDoubt =
                cluster.proxy().on(StoreUpdate.CALL_OFF).containing(where).fail();
        saving.open();
        assertThat(status(rotation)).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(rotation.join())).hasSize(1);
        lost.heal();
        inDoubt.heal();
    }

    /** Until it has changed the ID in the context that comes first, and not yet in the other. */
    private CompletableFuture<HttpResponse<String>> rotateUpToShop() {
        Fault between = cluster.proxy()
                .on(StoreUpdate.ROTATION)
                .containing("/shop|")
                .times(1)
                .hang();
        CompletableFuture<HttpResponse<String>> rotation = browser.getLater(shop, "/rotate");
        await().atMost(PATIENCE).until(() -> between.callsMet() == 1);
        return rotation;
    }

    private void assertServed(boolean shopFirst) throws Exception {
        for (int i = 0; i < 2; i++) {
            boolean isShop = shopFirst == (i == 0);
            assertThat(browser.user(isShop ? shop : desk)).isEqualTo(isShop ? "ann" : "bob");
        }
    }

    private static void assertNoSession(JettyBrowser client) throws Exception {
        assertThat(client.user(shop)).isEqualTo("no session");
        assertThat(client.user(desk)).isEqualTo("no session");
    }

    private static void assertRefused(CompletableFuture<HttpResponse<String>> request) {
        assertThat(status(request)).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(request.join())).isEmpty();
    }

    private static int status(CompletableFuture<HttpResponse<String>> request) {
        assertThat(request).succeedsWithin(PATIENCE);
        return request.join().statusCode();
    }
}
