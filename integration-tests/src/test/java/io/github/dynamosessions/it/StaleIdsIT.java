package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A login gives a session a new ID while a slow request is under way that was let in under the old one. Whoever has sent it, which
 * may be an attacker who knows the old ID, must not get what the login has protected.
 *
 * <p>The numbers in comments are those of the counterexamples that a model checker found in the former protocol.
 */
class StaleIdsIT extends PageSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PHOTO = "?name=photo&bytes=20000&seed=";

    @BeforeEach
    void addPages() {
        for (PageNode each : List.of(node, other)) {
            BigPages.addTo(each);
            each.page("/login", (request, response) -> login(request, response, "root"));
            each.page("/login-with-photo", (request, response) -> {
                request.getSession().setAttribute("photo", BigPages.random(20_000, 2));
                login(request, response, "root");
            });
        }
    }

    private static void login(HttpServletRequest request, HttpServletResponse response, String user)
            throws IOException {
        request.getSession().setAttribute("user", user);
        request.changeSessionId();
        response.getWriter().print("welcome");
    }

    @ParameterizedTest // F1
    @ValueSource(ints = {1, 2})
    void aSlowRequestUnderTheOldIdDoesNotGetTheSessionAfterALogin(int logins) throws Exception {
        browser.login(other);
        JettyBrowser attacker = browser.twin();
        GatedPage slow = gate("/slow", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("attack", "1");
            request.changeSessionId();
            response.getWriter().print("user=" + session.getAttribute("user"));
        });
        CompletableFuture<HttpResponse<String>> attack = attacker.getLater(node, "/slow");
        slow.awaitBegun();
        for (int i = 0; i < logins; i++) {
            assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);
        }
        String victim = browser.cookieValue();

        slow.open();
        assertRefused(attack);
        assertThat(attacker.user(node)).isEqualTo("no session");
        assertThat(attacker.user(other)).isEqualTo("no session");
        assertServed("root");
        assertThat(browser.cookieValue()).isEqualTo(victim);
        assertThat(cluster.attributes(browser.id())).containsOnlyKeys("user");
    }

    @ParameterizedTest // F2
    @ValueSource(strings = {"/login-with-photo", "/login", "/fill" + PHOTO + 2, "/remove?name=photo"})
    void aLargeAttributeReadLateUnderTheOldIdIsNotThatOfTheSessionAfterALogin(String afterwards) throws Exception {
        browser.login(other);
        browser.get(other, "/fill" + PHOTO + 1);
        JettyBrowser attacker = browser.twin();
        GatedPage slow = gate("/slow-check", (request, response) -> {
            Object photo = request.getSession(false).getAttribute("photo");
            response.getWriter().print(photo instanceof byte[] bytes ? "photo " + bytes[0] : "nothing");
        });
        CompletableFuture<HttpResponse<String>> attack = attacker.getLater(node, "/slow-check");
        slow.awaitBegun();
        assertThat(browser.get(other, afterwards.startsWith("/login") ? afterwards : "/login")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.get(other, afterwards).statusCode()).isEqualTo(200);

        slow.open();
        if (afterwards.equals("/login")) { // then the photo is still the one that the request was let in to
            assertThat(attack).succeedsWithin(PATIENCE).satisfies(response -> assertThat(response.body())
                    .isEqualTo("photo " + BigPages.random(1, 1)[0]));
        } else {
            assertRefused(attack);
        }
        assertThat(JettyBrowser.setCookies(attack.join())).isEmpty();
        assertServed("root");
    }

    @Test // F16
    void ofTwoLoginsAtOnceOneWinsAndTheOtherGetsNoCookie() throws Exception {
        browser.login(other);
        JettyBrowser one = browser.twin();
        JettyBrowser two = browser.twin();
        GatedPage login =
                new GatedPage(2, (request, response) -> login(request, response, request.getParameter("user")));
        node.page("/login-at-once", login);
        other.page("/login-at-once", login);
        CompletableFuture<HttpResponse<String>> first = one.getLater(node, "/login-at-once?user=one");
        CompletableFuture<HttpResponse<String>> second = two.getLater(other, "/login-at-once?user=two");
        login.awaitBegun();

        login.open();
        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(second).succeedsWithin(PATIENCE);
        boolean firstWins = first.join().statusCode() == 200;
        assertRefused(firstWins ? second : first);
        assertWins(firstWins ? first : second);
        assertThat((firstWins ? two : one).user(node)).isEqualTo("no session");
        JettyBrowser winner = firstWins ? one : two;
        assertThat(winner.user(node)).isEqualTo(firstWins ? "one" : "two");
        assertThat(winner.user(other)).isEqualTo(firstWins ? "one" : "two");
    }

    @Test // F16
    void aLoginThatEndsAfterAnotherOneHasWonDoesNotReplaceTheCookieOfTheBrowser() throws Exception {
        browser.login(other);
        GatedPage slow = gate("/slow-login", (request, response) -> login(request, response, "slow"));
        CompletableFuture<HttpResponse<String>> late = browser.twin().getLater(node, "/slow-login");
        slow.awaitBegun();
        assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);

        slow.open();
        assertRefused(late);
        assertServed("root");
    }

    @Test // F10
    void aChangeOfALongRequestArrivesHoweverOftenTheIdHasChangedSince() throws Exception {
        browser.login(other);
        BigPages.addTo(node);
        GatedPage slow = gate("/slow-set", (request, response) -> {
            request.getSession().setAttribute("basket", "full");
            request.getSession().setAttribute("photo", BigPages.random(20_000, 1));
        });
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(node, "/slow-set");
        slow.awaitBegun();
        for (String page : List.of("/login", "/rotate", "/rotate")) {
            assertThat(browser.get(other, page).statusCode()).isEqualTo(200);
        }

        slow.open();
        assertThat(answer).succeedsWithin(PATIENCE).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
        });
        assertServed("root");
        assertThat(browser.get(other, "/get?name=basket").body()).isEqualTo("full");
        assertThat(browser.get(other, "/check" + PHOTO + 1).body()).isEqualTo("same");
    }

    @ParameterizedTest // F5
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aLoginWithoutAnAnswerBesideAChangeWhileNothingCanBeReadDoesNotLoseTheSession(
            boolean happened, boolean canBeCalledOff) throws Exception {
        browser.login(other);
        GatedPage slow = new GatedPage(1, (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            request.getSession().setAttribute("basket", "full");
        });
        other.page("/slow-set", slow);
        CompletableFuture<HttpResponse<String>> change = browser.twin().getLater(other, "/slow-set");
        slow.awaitBegun();

        Fault retry = cluster.proxy().on(StoreUpdate.ROTATION).hang();
        cluster.proxy().on(StoreUpdate.ROTATION).times(1).cutBeforeExecution();
        CompletableFuture<HttpResponse<String>> login = browser.getLater(node, "/login");
        await().atMost(PATIENCE).until(() -> retry.callsMet() >= 1);
        slow.open();
        assertThat(change).succeedsWithin(PATIENCE).satisfies(response -> assertThat(response.statusCode())
                .isEqualTo(200));
        cluster.proxy().on("GetItem").fail();
        if (!canBeCalledOff) {
            cluster.proxy().on(StoreUpdate.CALL_OFF).fail();
        }
        if (happened) {
            cluster.proxy().on(StoreUpdate.ROTATION).cutAfterExecution();
        } else {
            cluster.proxy().on(StoreUpdate.ROTATION).cutBeforeExecution();
        }
        retry.heal(); // it is refused, and written again
        assertThat(login).succeedsWithin(PATIENCE);
        cluster.proxy().healAll();

        String user = browser.user(node);
        assertThat(user)
                .isIn(login.join().statusCode() == 200 ? List.of("root", "bob") : List.of("root", "bob", "ann"));
        assertThat(browser.user(other)).isEqualTo(user);
        assertThat(browser.get(other, "/get?name=basket").body()).isEqualTo("full");
        assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);
        assertServed("root");
    }

    private GatedPage gate(String path, JettyPage rest) {
        GatedPage gated = new GatedPage(1, rest);
        node.page(path, gated);
        return gated;
    }

    private void assertServed(String user) throws Exception {
        assertThat(browser.user(node)).isEqualTo(user);
        assertThat(browser.user(other)).isEqualTo(user);
    }

    private static void assertWins(CompletableFuture<HttpResponse<String>> login) {
        assertThat(login.join().statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(login.join())).hasSize(1);
    }

    private static void assertRefused(CompletableFuture<HttpResponse<String>> request) {
        assertThat(request).succeedsWithin(PATIENCE).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
            assertThat(response.body()).startsWith("The session store is unavailable");
        });
    }
}
