package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins where sessions stay in memory, beside other requests of the same session. */
class JettyInMemoryLoginsIT extends InMemorySuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void addPages() {
        node.page("/login", (request, response) -> {
            request.getSession().setAttribute("user", "root");
            request.changeSessionId();
        });
        node.page("/slow-login", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "root");
            begun.countDown();
            goOn.await();
        });
        node.page("/slow-change", (request, response) -> {
            request.getSession().setAttribute("cart", "book");
            begun.countDown();
            goOn.await();
        });
    }

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    @Test
    void aLoginThatFailsIsNotSavedLaterUnderTheOldId() throws Exception {
        String old = browser.login(node);
        cluster.proxy().on("TransactWriteItems").fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.id()).isEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("ann");
        browser.get(node, "/set?name=cart&value=book");
        node.close();
        assertThat(cluster.attributes(old)).containsOnlyKeys("user", "cart");
        assertThat(cluster.attributes(old).get("user").s()).isEqualTo("ann");
    }

    @Test
    void theOldIdIsDeadInMemoryTooHoweverItWasUsedMeanwhile() throws Exception {
        String old = browser.login(node);
        JettyBrowser onlooker = browser.twin();
        CompletableFuture<HttpResponse<String>> login = get(browser, "/slow-login");
        begun.await();
        assertThat(onlooker.user(node)).as("nobody knows the new id yet").isEqualTo("ann");
        goOn.countDown();
        assertThat(login).succeedsWithin(PATIENCE).returns(200, HttpResponse::statusCode);

        assertThat(onlooker.user(node)).isEqualTo("no session");
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("root");
    }

    @Test
    void aLoginOfWhichNobodyKnowsIsSettledByTheNextRequest() throws Exception {
        String old = browser.login(node);
        JettyBrowser onlooker = browser.twin();
        cluster.proxy().on("TransactWriteItems").cutAfterExecution();
        cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.cookieValue()).contains("~" + old);
        assertThat(onlooker.user(node)).isEqualTo("no session");
        assertThat(browser.user(node)).isEqualTo("root");
        assertThat(browser.id()).doesNotContain("~").isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("root");
    }

    @Test
    void whatAnotherRequestOfTheSessionChangesIsSavedWithoutALoginThatFailed() throws Exception {
        String old = browser.login(node);
        CompletableFuture<HttpResponse<String>> change = get(browser.twin(), "/slow-change");
        begun.await();
        cluster.proxy().on("TransactWriteItems").fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        goOn.countDown();

        assertThat(change).succeedsWithin(PATIENCE).returns(200, HttpResponse::statusCode);
        assertThat(cluster.attributes(old).get("user").s()).isEqualTo("ann");
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/get?name=cart").body()).isEqualTo("book");
    }

    @Test
    void aRequestThatEndsDuringALoginDoesNotSaveItsNewId() throws Exception {
        String old = browser.login(node);
        GatedPage holding = new GatedPage(1, (request, response) -> {});
        node.page("/hold", holding);
        JettyBrowser onlooker = browser.twin();
        CompletableFuture<HttpResponse<String>> held = get(onlooker, "/hold");
        holding.awaitBegun();
        CompletableFuture<HttpResponse<String>> login = get(browser, "/slow-login");
        begun.await();
        holding.open();
        assertThat(held.join().statusCode()).isEqualTo(200);
        assertThat(cluster.item(old)).doesNotContainKey("movedTo");
        cluster.proxy().on("TransactWriteItems").fail();
        goOn.countDown();
        assertThat(login.join().statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.id()).isEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(onlooker.user(other)).isEqualTo("ann");
    }

    @Test
    void onlyTheClientThatHasLoggedInLearnsOfALoginOfWhichNobodyKnows() throws Exception {
        browser.login(node);
        GatedPage holding =
                new GatedPage(1, (request, response) -> request.getSession().setAttribute("late", "1"));
        node.page("/hold", holding);
        JettyBrowser onlooker = browser.twin();
        CompletableFuture<HttpResponse<String>> held = get(onlooker, "/hold");
        holding.awaitBegun();
        cluster.proxy().on("TransactWriteItems").cutAfterExecution();
        Fault fencing = cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        fencing.heal();
        holding.open();
        assertThat(held.join().statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(held.join())).isEmpty();
        cluster.proxy().healAll();

        assertThat(browser.user(node)).isEqualTo("root");
        assertThat(browser.get(node, "/get?name=late").body()).isEqualTo("1");
        assertThat(onlooker.user(node)).isEqualTo("no session");
    }

    @Test
    void aRequestThatBeganBeforeALoginIsNotGivenItsNewId() throws Exception {
        String old = browser.login(node);
        GatedPage holding = new GatedPage(1, (request, response) -> response.getWriter()
                .print(response.encodeURL("/next") + " " + request.getSession().getId()));
        node.page("/hold", holding);
        CompletableFuture<HttpResponse<String>> late = get(browser.twin(), "/hold");
        holding.awaitBegun();
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        holding.open();

        assertThat(late.join().body()).contains(old).doesNotContain(browser.id());
        assertThat(JettyBrowser.setCookies(late.join())).isEmpty();
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aLogoutOfUnknownOutcomeIsNotServedFromMemory() throws Exception {
        String id = browser.login(node);
        cluster.proxy().on("DeleteItem").cutAfterExecution();
        cluster.proxy().on("GetItem").fail();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(cluster.item(id)).isEmpty();
        await().untilAsserted(() -> assertThat(browser.user(node)).isEqualTo("no session"));
    }

    @Test
    void aLogoutDuringALoginEndsTheSession() throws Exception {
        String id = browser.login(node);
        JettyBrowser login = browser.twin();
        CountDownLatch changing = new CountDownLatch(1);
        node.page("/leave", (request, response) -> {
            HttpSession session = request.getSession(false);
            begun.countDown();
            changing.await();
            goOn.countDown();
            session.invalidate();
        });
        node.events().whenIdChanges(() -> {
            changing.countDown();
            awaitUninterruptibly(goOn);
        });
        CompletableFuture<HttpResponse<String>> logout = get(browser.twin(), "/leave");
        begun.await();
        CompletableFuture<HttpResponse<String>> rotated = get(login, "/rotate");

        assertThat(logout.join().statusCode()).isEqualTo(200);
        rotated.join();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(login.user(node)).isEqualTo("no session");
        assertThat(browser.user(other)).isEqualTo("no session");
        assertThat(login.user(other)).isEqualTo("no session");
        assertThat(node.destroyed()).hasSize(1);
        assertThat(cluster.item(id)).doesNotContainKey("attributes");
    }

    @Test
    void aListenerThatIsToldOfANewIdFindsTheSessionAtItsRequest() throws Exception {
        browser.login(node);
        node.page("/rotate-and-ask", (request, response) -> {
            HttpSession session = request.getSession();
            node.events().whenIdChanges(() -> session.setAttribute("found", request.getSession() == session));
            request.changeSessionId();
            request.getSession().setAttribute("late", "1");
        });
        assertThat(browser.get(node, "/rotate-and-ask").statusCode()).isEqualTo(200);

        assertThat(browser.get(other, "/get?name=found").body()).isEqualTo("true");
        assertThat(browser.get(other, "/get?name=late").body()).isEqualTo("1");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aListenerThatIsToldOfANewIdMayEndTheSession() throws Exception {
        String id = browser.login(node);
        node.page("/rotate-and-end", (request, response) -> {
            node.events().whenIdChanges(request.getSession()::invalidate);
            try {
                request.changeSessionId();
            } catch (IllegalStateException e) { // Jetty's: there is no session any more
                response.setStatus(403);
            }
        });
        CompletableFuture<HttpResponse<String>> answer = get(browser.twin(), "/rotate-and-end");
        assertThat(answer).succeedsWithin(PATIENCE).returns(403, HttpResponse::statusCode);

        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(node.destroyed()).hasSize(1);
    }

    @Test
    void anErrorOfAListenerThatIsToldOfANewIdHoldsUpNobody() throws Exception {
        browser.login(node);
        node.events().whenIdChanges(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(500);
        node.events().whenIdChanges(() -> {});
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> get(JettyBrowser client, String page) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.get(node, page);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
