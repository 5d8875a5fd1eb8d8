package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request costs, counted where DynamoDB would count it. */
class CallsIT extends PageSuite {

    @BeforeEach
    void addPages() {
        other.page("/login", (request, response) -> {
            request.getSession().setAttribute("before", "1");
            request.changeSessionId();
            request.getSession().setAttribute("after", "1");
        });
        other.page("/two-logins", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "bob");
            request.changeSessionId();
        });
        other.page("/new-login", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            request.changeSessionId();
        });
        other.page("/login-and-out", (request, response) -> {
            request.changeSessionId();
            request.getSession().invalidate();
        });
        other.page("/login-in-parts", (request, response) -> {
            request.changeSessionId();
            response.flushBuffer();
            request.getSession().setAttribute("late", "1");
        });
    }

    @Test
    void aRequestWithoutACookieThatNeedsNoSessionMakesNone() throws Exception {
        assertThat(callsOf("/get?name=user")).isEmpty();
    }

    @Test
    void aReadIsOneGet() throws Exception {
        browser.login(other);
        assertThat(callsOf("/get?name=user")).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aChangeIsOneGetAndOneUpdate() throws Exception {
        browser.login(other);
        assertThat(callsOf("/set?name=user&value=bob")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
    }

    @Test
    void theSameValueAgainIsOneGet() throws Exception {
        browser.login(other);
        assertThat(callsOf("/set?name=user&value=ann")).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aCreationIsOnePut() throws Exception {
        assertThat(callsOf("/set?name=user&value=ann")).isEqualTo(Map.of("PutItem", 1));
    }

    @Test
    void aLoginIsOneGetAndOneUpdateWhateverIsSetBeforeAndAfterTheNewId() throws Exception {
        String old = browser.login(other);
        assertThat(callsOf("/login")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(cluster.attributes(browser.id())).containsOnlyKeys("user", "before", "after");
    }

    @Test
    void aSecondNewIdInTheSameRequestCostsNoMore() throws Exception {
        String old = browser.login(other);
        assertThat(callsOf("/two-logins")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void aNewSessionThatGetsANewIdIsOnePut() throws Exception {
        assertThat(callsOf("/new-login")).isEqualTo(Map.of("PutItem", 1));
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void whatIsChangedOnceTheNewIdHasLeftIsOneUpdate() throws Exception {
        browser.login(other);
        assertThat(callsOf("/login-in-parts")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 2));
        assertThat(browser.get(node, "/get?name=late").body()).isEqualTo("1");
    }

    @Test
    void aLogoutIsOneGetAndOneUpdate() throws Exception {
        String id = browser.login(other);
        assertThat(callsOf("/logout")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void aLogoutAfterANewIdInTheSameRequestIsOneUpdateToo() throws Exception {
        String id = browser.login(other);
        assertThat(callsOf("/login-and-out")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aForgedCookieIsOneGet() throws Exception {
        browser.forge(JettyBrowser.FORGED);
        assertThat(callsOf("/get?name=user")).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aCookieThatWeHaveNotMadeIsNoCall() throws Exception {
        browser.forge("node01forged0");
        assertThat(callsOf("/get?name=user")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/rotate"})
    void aCookieThatNoLongerCountsIsOneGetAndACreationWithItOneGetAndOnePut(String end) throws Exception {
        browser.login(other);
        JettyBrowser stale = browser.twin();
        browser.get(node, end);
        browser = stale;
        assertThat(callsOf("/get?name=user")).isEqualTo(Map.of("GetItem", 1));
        assertThat(callsOf("/set?name=user&value=ann")).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
    }

    /** The read is for the listeners, which get what the session held. */
    @Test
    void theEndOfAnExpiredSessionIsOneReadAndOneUpdateForAllNodes() throws Exception {
        other.scavenge();
        node.scavenge();
        cluster.proxy().resetCounts();
        other.scavenge();
        node.scavenge();
        Map<String, Integer> idleTurns = cluster.proxy().calls();
        assertThat(idleTurns).containsOnlyKeys("Query").containsEntry("Query", 16);

        for (int i = 0; i < 3; i++) {
            cluster.expireAt(JettyBrowser.http1().login(other), System.currentTimeMillis() - 60_000);
        }
        cluster.proxy().resetCounts();
        other.scavenge();
        node.scavenge();

        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("Query", 16, "GetItem", 3, "UpdateItem", 3));
    }

    @Test
    void aCreationWithAForgedCookieIsOneGetAndOnePut() throws Exception {
        browser.forge(JettyBrowser.FORGED);
        assertThat(callsOf("/set?name=user&value=ann")).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
        assertThat(browser.cookieValue()).isNotEqualTo(JettyBrowser.FORGED);
    }

    /** All of them: also those that follow the answer, since the connection serves the next request only then. */
    private Map<String, Integer> callsOf(String pathAndQuery) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.get(other, pathAndQuery).statusCode()).isEqualTo(200);
        browser.getWithoutCookie(other, "/hello");
        return cluster.proxy().calls();
    }
}
