package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.SessionStatistics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a request costs: calls, counted where DynamoDB would count them, and the units that it reports. */
class CallsIT extends PageSuite {

    /** Write units of an item of 2.4 KB of values, and of the metadata. */
    private static final double ITEM_UNITS = 3;

    /** Of an entry in the expiry index that is made or removed. */
    private static final double INDEX_UNIT = 1;

    /** Longer than the touch interval. */
    private static final long FOUR_MINUTES_MS = 240_000;

    @BeforeEach
    void addPages() {
        other.page("/fill", (request, response) -> {
            for (int i = 0; i < 3; i++) {
                request.getSession().setAttribute("value" + i, "x".repeat(800));
            }
        });
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

    @Test
    void unitsAreThoseOfTheItemAsOftenAsItIsWritten() throws Exception {
        assertThat(unitsOf("/fill")).isEqualTo(new Units(0, ITEM_UNITS + INDEX_UNIT));
        assertThat(unitsOf("/get?name=value0")).isEqualTo(new Units(1, 0));
        assertThat(unitsOf("/set?name=user&value=ann")).isEqualTo(new Units(1, ITEM_UNITS));
        assertThat(unitsOf("/set?name=user&value=ann")).isEqualTo(new Units(1, 0));
        assertThat(unitsOf("/login")).isEqualTo(new Units(1, ITEM_UNITS));
        assertThat(unitsOf("/logout")).isEqualTo(new Units(1, ITEM_UNITS + INDEX_UNIT));
    }

    @Test
    void aTouchIsAWriteOfTheItem() throws Exception {
        unitsOf("/fill");
        Map<String, AttributeValue> item = new HashMap<>(cluster.item(browser.id()));
        long expiry = Long.parseLong(item.get("expiry").n());
        item.put("expiry", AttributeValue.fromN(Long.toString(expiry - FOUR_MINUTES_MS)));
        cluster.put(item);
        assertThat(unitsOf("/get?name=value0")).isEqualTo(new Units(1, ITEM_UNITS));
        assertThat(unitsOf("/get?name=value0")).isEqualTo(new Units(1, 0));
    }

    private Units unitsOf(String pathAndQuery) throws Exception {
        SessionStatistics statistics = other.store().statistics();
        double readUnits = statistics.getReadUnits();
        double writeUnits = statistics.getWriteUnits();
        callsOf(pathAndQuery);
        return new Units(statistics.getReadUnits() - readUnits, statistics.getWriteUnits() - writeUnits);
    }

    private record Units(double read, double write) {}

    /** All of them: also those that follow the answer, since the connection serves the next request only then. */
    private Map<String, Integer> callsOf(String pathAndQuery) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.get(other, pathAndQuery).statusCode()).isEqualTo(200);
        browser.getWithoutCookie(other, "/hello");
        return cluster.proxy().calls();
    }
}
