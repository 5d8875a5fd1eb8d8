package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login, which gives the session a new id, meets a DynamoDB that fails: nobody is left without a session. */
class LoginsIT extends PageSuite {

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
        String id = browser.login(other);
        JettyBrowser old = browser.twin();
        kind.strike(cluster.proxy().on(StoreUpdate.ROTATION));
        assertRefused(browser.get(node, "/login"));
        cluster.proxy().healAll();

        assertThat(browser.cookieValue()).isEqualTo(old.cookieValue());
        assertServed("ann");
        assertThat(cluster.attributes(id)).containsOnlyKeys("user");
        assertThat(browser.get(other, "/login").statusCode()).isEqualTo(200);
        assertServed("root");
        assertIsDead(old);
    }

    @Test
    void aNewSessionThatRotatesItsIdAndIsNotSavedSetsNoCookie() throws Exception {
        cluster.proxy().on("PutItem").fail();
        assertRefused(browser.get(node, "/login"));
        cluster.proxy().healAll();

        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);
        assertServed("root");
    }

    @Test
    void aLoginWhoseAnswersAreAllLostIsNoticedToHaveSucceeded() throws Exception {
        String id = browser.login(other);
        JettyBrowser old = browser.twin();
        cluster.proxy().on(StoreUpdate.ROTATION).cutAfterExecution();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);

        assertThat(browser.id()).isNotEqualTo(id);
        assertServed("root");
        assertIsDead(old);
    }

    @Test
    void aLoginThatArrivesAfterItWasRefusedChangesNothing() throws Exception {
        String old = browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on(StoreUpdate.ROTATION).delay();
        assertRefused(browser.get(node, "/login"));

        assertServed("ann");
        awaitLateAttempts();
        assertThat(cluster.proxy().executed(StoreUpdate.ROTATION)).isZero();
        assertServed("ann");
        assertThat(browser.id()).isEqualTo(old);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoginInDoubtIsCompletedByTheNextRequestOnAnyNode(boolean happened) throws Exception {
        String id = browser.login(other);
        JettyBrowser old = browser.twin();
        leaveInDoubt(happened);
        assertThat(browser.cookieValue().split("~")).hasSize(4);
        JettyBrowser second = browser.twin();

        HttpResponse<String> next = browser.get(other, "/get?name=user");
        assertThat(next.body()).isEqualTo(happened ? "root" : "ann");
        assertThat(JettyBrowser.setCookies(next)).isEmpty();
        assertThat(browser.id()).isNotEqualTo(id);
        assertServed(happened ? "root" : "ann");
        assertThat(second.user(node)).isEqualTo(happened ? "root" : "ann");
        assertIsDead(old);

        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);
        assertThat(browser.cookieValue().split("~")).hasSize(2);
        assertServed("root");
        assertThat(second.user(other)).isEqualTo("no session");
    }

    @Test
    void aLoginThatArrivesAfterItWasCompletedWithoutItsChangesChangesNothing() throws Exception {
        browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on(StoreUpdate.ROTATION).containing("root").delay();
        Fault callOff = cluster.proxy().on(StoreUpdate.CALL_OFF).fail();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(503);
        callOff.heal();

        assertThat(browser.user(other)).isEqualTo("ann");
        awaitLateAttempts();
        assertThat(cluster.proxy().executed(StoreUpdate.ROTATION))
                .as("what has completed it")
                .isEqualTo(1);
        assertServed("ann");
    }

    @Test
    void theOldCookieAloneNeverOpensASessionThatHasItsNewId() throws Exception {
        browser.login(other);
        JettyBrowser onlooker = browser.twin();
        leaveInDoubt(true);
        assertIsDead(onlooker);
    }

    @Test
    void aLogoutWithAnIdInDoubtEndsTheSession() throws Exception {
        browser.login(other);
        JettyBrowser old = browser.twin();
        leaveInDoubt(true);
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(browser.id())).isEmpty();
        assertIsDead(old);
        assertIsDead(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {JettyBrowser.FORGED + "~forged~forgedforgedforgedforg", "forged~forged2", "~", "a~b~c"})
    void aForgedCookieOfTwoIdsWritesNothing(String forged) throws Exception {
        browser.forge(forged);
        cluster.proxy().resetCounts();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(cluster.proxy().calls()).isIn(Map.of(), Map.of("GetItem", 1));

        assertThat(browser.get(node, "/set?name=user&value=ann").statusCode()).isEqualTo(200);
        assertThat(browser.cookieValue()).isNotEqualTo(forged);
    }

    @Test
    void aForgedIdInFrontOfAForeignCookieOpensNothing() throws Exception {
        browser.login(other);
        JettyBrowser forger = browser.twin();
        String[] own = browser.cookieValue().split("~");
        forger.forge(own[0] + "~forgedforgedforgedforg");
        assertIsDead(forger);
        forger.forge(own[0] + "~forgedforgedforgedforg~" + own[0].split("\\.")[1] + "~forgedforgedforgedforg");
        assertIsDead(forger);
        forger.forge(own[0]);
        assertIsDead(forger);
        assertServed("ann");
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
            cluster.proxy().on(StoreUpdate.ROTATION).fail();
            assertRefused(browser.get(careless, "/login"));
        }
        cluster.proxy().healAll();
        assertThat(browser.id()).isEqualTo(old);
        assertServed("ann");
    }

    /** Leaves the client with a cookie that names both IDs. */
    private void leaveInDoubt(boolean happened) throws Exception {
        cluster.proxy().on(StoreUpdate.CALL_OFF).fail();
        if (happened) {
            cluster.proxy().on(StoreUpdate.ROTATION).cutAfterExecution();
        } else {
            cluster.proxy().on(StoreUpdate.ROTATION).cutBeforeExecution();
        }
        HttpResponse<String> response = browser.get(node, "/login");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).hasSize(1);
        cluster.proxy().healAll();
    }

    /** Lets them be executed. */
    private void awaitLateAttempts() {
        cluster.proxy().healAll();
        await().atMost(PATIENCE)
                .until(() -> cluster.proxy().answered(StoreUpdate.ROTATION)
                        == cluster.proxy().calls(StoreUpdate.ROTATION));
    }

    private void assertServed(String user) throws Exception {
        assertThat(browser.user(node)).isEqualTo(user);
        assertThat(browser.user(other)).isEqualTo(user);
    }

    private void assertIsDead(JettyBrowser late) throws Exception {
        JettyBrowser twin = late.twin(); // a page may give it another session
        assertThat(twin.user(node)).isEqualTo("no session");
        assertThat(twin.user(other)).isEqualTo("no session");
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }
}
