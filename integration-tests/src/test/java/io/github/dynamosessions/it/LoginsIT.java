package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login, which gives the session a new id, meets a DynamoDB that fails: nobody is left without a session. */
class LoginsIT extends PageSuite {

    private static final Duration LATE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeEach
    void addPages() {
        for (PageNode each : new PageNode[] {node, other}) {
            addLogin(each);
        }
    }

    private static void addLogin(PageNode node) {
        node.page("/login", (request, response) -> {
            request.getSession().setAttribute("user", "root");
            request.changeSessionId();
            request.getSession().setAttribute("after", "1");
            response.getWriter().print("welcome");
        });
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aLoginThatFailsLeavesTheOldIdWithNothingOfTheLogin(FaultKind kind) throws Exception {
        String old = browser.login(other);
        kind.strike(cluster.proxy().on("TransactWriteItems"));
        assertRefused(browser.get(node, "/login"));
        cluster.proxy().healAll();

        assertThat(browser.cookieValue()).startsWith(old);
        assertServed("ann");
        assertThat(cluster.attributes(old)).containsOnlyKeys("user");
        assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);
        assertServed("root");
        assertIsDead(old);
    }

    @Test
    void aLoginWhoseAnswersAreAllLostIsNoticedToHaveSucceeded() throws Exception {
        String old = browser.login(other);
        cluster.proxy().on("TransactWriteItems").cutAfterExecution();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);

        assertThat(browser.id()).isNotEqualTo(old);
        assertServed("root");
        assertIsDead(old);
    }

    @Test
    void aLoginThatArrivesAfterItWasRefusedChangesNothing() throws Exception {
        String old = browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("TransactWriteItems").delay(LATE);
        assertRefused(browser.get(node, "/login"));
        cluster.proxy().healAll();

        assertServed("ann");
        awaitLateAttempts();
        assertThat(cluster.proxy().executed("TransactWriteItems")).isZero();
        assertServed("ann");
        assertThat(browser.id()).isEqualTo(old);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoginOfWhichNobodyKnowsIsSettledByTheNextRequestOnAnyNode(boolean happened) throws Exception {
        String old = browser.login(other);
        leaveOpen(happened);
        assertThat(browser.cookieValue()).matches("\\w+~" + old + "(\\.\\w+)?");
        JettyBrowser second = browser.twin();

        HttpResponse<String> next = browser.get(other, "/get?name=user");
        assertThat(next.body()).isEqualTo(happened ? "root" : "ann");
        assertThat(JettyBrowser.setCookies(next)).hasSize(1);
        assertThat(browser.id()).doesNotContain("~");
        assertThat(browser.id().equals(old)).isEqualTo(!happened);
        assertServed(happened ? "root" : "ann");
        assertThat(second.user(node)).isEqualTo(happened ? "root" : "ann");
        assertThat(second.id()).isEqualTo(browser.id());
        if (happened) {
            assertIsDead(old);
        }
    }

    @Test
    void aLoginThatArrivesAfterItWasSettledChangesNothing() throws Exception {
        String old = browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("TransactWriteItems").delay(LATE);
        cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.id()).isEqualTo(old);
        awaitLateAttempts();
        assertThat(cluster.proxy().executed("TransactWriteItems")).isZero();
        assertServed("ann");
    }

    @Test
    void theOldIdAloneNeverLeadsToASessionThatHasItsNewOne() throws Exception {
        browser.login(other);
        JettyBrowser onlooker = browser.twin();
        leaveOpen(true);
        assertThat(onlooker.user(node)).isEqualTo("no session");
        assertThat(onlooker.user(other)).isEqualTo("no session");
    }

    @Test
    void aLogoutUnderAnUncertainIdEndsTheSession() throws Exception {
        String old = browser.login(other);
        leaveOpen(true);
        String id = browser.id().split("~")[0];
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(id)).isEmpty();
        assertIsDead(old);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged~forged2", "~forged", "forged~", "a~b~c", "~", "forged~forged"})
    void aForgedUncertainIdWritesNothing(String forged) throws Exception {
        browser.forge(forged);
        cluster.proxy().resetCounts();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(cluster.proxy().calls().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isLessThanOrEqualTo(3);
        assertThat(cluster.proxy().executed())
                .extracting(ProxiedCall::operation)
                .containsOnly("GetItem");

        assertThat(browser.get(node, "/set?name=user&value=ann").statusCode()).isEqualTo(200);
        assertThat(browser.id()).doesNotContain("~");
    }

    @Test
    void aForgedUncertainIdThatEndsWithAnOwnIdIsNoMoreThanThatId() throws Exception {
        String id = browser.login(other);
        var stored = cluster.attributes(id);
        JettyBrowser forger = browser.twin();
        forger.forge("forged~" + id);
        assertThat(forger.user(node)).isEqualTo("ann");
        assertThat(forger.id()).isEqualTo(id);
        assertThat(cluster.attributes(id)).isEqualTo(stored);
        assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);
        assertServed("root");
    }

    @Test
    void aClientWhoseLoginFailsInTheApplicationHasASession() throws Exception {
        node.page("/login-and-fail", (request, response) -> {
            request.changeSessionId();
            throw new IllegalArgumentException("on purpose");
        });
        browser.login(other);
        assertThat(browser.get(node, "/login-and-fail").statusCode()).isEqualTo(500);
        assertServed("ann");
    }

    @Test
    void aLoginThatIsNotSavedIsAnswered503EvenWhereOtherChangesAreNot() throws Exception {
        String old = browser.login(other);
        try (PageNode careless =
                start(impatient().onWriteFailure(OnWriteFailure.LOG).build())) {
            addLogin(careless);
            cluster.proxy().on("TransactWriteItems").fail();
            assertRefused(browser.get(careless, "/login"));
        }
        cluster.proxy().healAll();
        assertThat(browser.id()).isEqualTo(old);
        assertServed("ann");
    }

    /** Leaves the client with a cookie that names both ids. */
    private void leaveOpen(boolean happened) throws Exception {
        if (happened) {
            cluster.proxy().on("TransactWriteItems").cutAfterExecution();
        } else {
            cluster.proxy().on("TransactWriteItems").cutBeforeExecution();
        }
        cluster.proxy().on("UpdateItem").fail();
        HttpResponse<String> response = browser.get(node, "/login");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).hasSize(1);
        cluster.proxy().healAll();
    }

    private void awaitLateAttempts() {
        await().atMost(PATIENCE)
                .until(() -> cluster.proxy().answered("TransactWriteItems")
                        == cluster.proxy().calls("TransactWriteItems"));
    }

    private void assertServed(String user) throws Exception {
        assertThat(browser.user(node)).isEqualTo(user);
        assertThat(browser.user(other)).isEqualTo(user);
    }

    private void assertIsDead(String id) throws Exception {
        JettyBrowser late = JettyBrowser.http1();
        late.forge(id);
        assertThat(late.user(node)).isEqualTo("no session");
        assertThat(late.user(other)).isEqualTo("no session");
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }
}
