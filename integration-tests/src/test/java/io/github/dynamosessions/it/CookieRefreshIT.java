package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A cookie that has an age is sent again when it is old, by the first use of the session, which comes late in the request. */
class CookieRefreshIT extends PageSuite {

    private static final int AN_HOUR_SECONDS = 3_600;
    private static final int A_MINUTE_SECONDS = 60;

    @BeforeEach
    void refreshCookies() throws Exception {
        SessionHandler sessions = other.server().getDescendant(SessionHandler.class);
        sessions.setMaxCookieAge(AN_HOUR_SECONDS);
        sessions.setRefreshCookieAge(A_MINUTE_SECONDS);
        other.page("/use-often", (request, response) -> {
            request.getSession().getAttribute("user");
            request.getSession(false).setAttribute("user", "bob");
            response.getWriter().print(request.isRequestedSessionIdValid());
        });
        other.page("/own-cookie", (request, response) -> {
            request.getSession().getAttribute("user");
            response.addHeader("Set-Cookie", "JSESSIONID=mine; Path=/");
        });
        other.page("/similar-cookie", (request, response) -> {
            request.getSession().getAttribute("user");
            response.addHeader("Set-Cookie", "JSESSIONID2=mine; Path=/");
        });
        other.page("/use-when-sent", (request, response) -> {
            response.getWriter().print("first part");
            response.flushBuffer();
            response.getWriter().print(request.getSession(false).getAttribute("user"));
        });
        browser.login(other);
        setCookieAge(10 * A_MINUTE_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/get?name=user", "/set?name=user&value=bob", "/use-often"})
    void theFirstUseOfASessionWithAnOldCookieSendsItAgainOnce(String route) throws Exception {
        String cookie = browser.cookieValue();
        HttpResponse<String> response = browser.get(other, route);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(response)).singleElement().satisfies(line -> assertThat(line)
                .startsWith("JSESSIONID=" + cookie + ";")
                .contains("Max-Age=" + AN_HOUR_SECONDS));
    }

    @Test
    void aRequestThatDoesNotUseItsSessionDoesNotSendTheCookieAgain() throws Exception {
        cluster.proxy().resetCounts();
        assertThat(JettyBrowser.setCookies(browser.get(other, "/hello"))).isEmpty();
        assertThat(cluster.proxy().calls()).isEmpty();
    }

    @Test
    void aCookieThatIsNotOldIsNotSentAgain() throws Exception {
        setCookieAge(0);
        assertThat(JettyBrowser.setCookies(browser.get(other, "/get?name=user")))
                .isEmpty();
    }

    @Test
    void theOldCookieYieldsToThatOfAChangedId() throws Exception {
        String old = browser.cookieValue();
        assertThat(JettyBrowser.setCookies(browser.get(other, "/rotate")))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("JSESSIONID=").doesNotContain(old));
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void theOldCookieYieldsToOneOfThisNameThatTheApplicationSets() throws Exception {
        assertThat(JettyBrowser.setCookies(browser.get(other, "/own-cookie")))
                .isEqualTo(List.of("JSESSIONID=mine; Path=/"));
    }

    @Test
    void theOldCookieIsSentBesideOneOfAnotherName() throws Exception {
        assertThat(JettyBrowser.setCookies(browser.get(other, "/similar-cookie")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("JSESSIONID=" + browser.cookieValue()));
    }

    @Test
    void aResponseThatHasBegunBeforeTheFirstUseKeepsItsHeaders() throws Exception {
        HttpResponse<String> response = browser.get(other, "/use-when-sent");
        assertThat(response.body()).isEqualTo("first partann");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @Test
    void aFirstUseThatFailsSendsNoCookie() throws Exception {
        cluster.proxy().on("GetItem").fail();
        HttpResponse<String> response = browser.get(other, "/get?name=user");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    private void setCookieAge(int seconds) {
        Map<String, AttributeValue> item = new HashMap<>(cluster.item(browser.id()));
        long nowMs = System.currentTimeMillis();
        item.put("created", AttributeValue.fromN(Long.toString(nowMs - AN_HOUR_SECONDS * 1_000L)));
        item.put("cookieSet", AttributeValue.fromN(Long.toString(nowMs - seconds * 1_000L)));
        cluster.put(item);
    }
}
