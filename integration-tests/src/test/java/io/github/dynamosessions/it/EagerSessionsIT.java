package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a request has several IDs, or one in its URL, Jetty must know which of them is valid: each is read at once. */
class EagerSessionsIT extends PageSuite {

    private static final String FORGED = "AAAAAAAAAAAAAAAA.BBBBBB~CCCCCCCCCCCCCCCCCCCCCC";

    /** The plugin allows no IDs in URLs unless it is asked to. */
    @Override
    DynamoSessionOptions.Builder patient() {
        return super.patient().urlSessionIds(true);
    }

    @BeforeEach
    void logIn() throws Exception {
        other.page("/create-and-encode", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            response.getWriter().print(response.encodeURL("/hello"));
        });
        browser.login(other);
    }

    @AfterEach
    void useCookies() {
        sessions().setUsingCookies(true);
    }

    @Test
    void twoCookiesOfTheNameAreOneReadEach() throws Exception {
        String cookie = browser.cookieValue();
        browser.forge(FORGED + "; JSESSIONID=" + cookie);
        assertThat(callsOf("/hello")).isEqualTo(Map.of("GetItem", 2));
        assertThat(callsOf("/get?name=user")).isEqualTo(Map.of("GetItem", 2));
        assertThat(browser.user(other)).isEqualTo("ann");

        browser.forge(cookie + "; JSESSIONID=" + FORGED);
        assertThat(callsOf("/hello")).isEqualTo(Map.of("GetItem", 2));
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void theSameCookieTwiceIsOneRead() throws Exception {
        browser.forge(browser.cookieValue() + "; JSESSIONID=" + browser.cookieValue());
        assertThat(callsOf("/hello")).isEqualTo(Map.of("GetItem", 1));
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void twoForgedCookiesAreOneReadEachAndNoSession() throws Exception {
        browser.forge(FORGED + "; JSESSIONID=" + FORGED.replace('A', 'D'));
        assertThat(callsOf("/hello")).isEqualTo(Map.of("GetItem", 2));
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void twoCookiesOfWhichOneIsNoneOfOursAreOneRead() throws Exception {
        browser.forge("another-container; JSESSIONID=" + browser.cookieValue());
        assertThat(callsOf("/hello")).isEqualTo(Map.of("GetItem", 1));
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aCookieOfAnotherNameDoesNotCount() throws Exception {
        browser.forge(browser.cookieValue() + "; OTHER=" + FORGED);
        assertThat(callsOf("/hello")).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void anIdInTheUrlIsOneRead() throws Exception {
        String cookie = browser.cookieValue();
        browser = JettyBrowser.http1();
        assertThat(callsOf("/hello;jsessionid=" + cookie)).isEqualTo(Map.of("GetItem", 1));
        assertThat(callsOf("/get;jsessionid=" + cookie + "?name=user")).isEqualTo(Map.of("GetItem", 1));
        assertThat(browser.get(other, "/get;jsessionid=" + cookie + "?name=user")
                        .body())
                .isEqualTo("ann");
    }

    /** A cookie that opens a session goes before the URL, which is not looked at then. */
    @Test
    void aCookieOfASessionAndAnIdInTheUrlAreOneRead() throws Exception {
        assertThat(callsOf("/hello;jsessionid=" + FORGED)).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aForgedCookieAndAnIdInTheUrlAreOneReadEach() throws Exception {
        String cookie = browser.cookieValue();
        browser.forge(FORGED);
        assertThat(callsOf("/hello;jsessionid=" + cookie)).isEqualTo(Map.of("GetItem", 2));
    }

    @Test
    void anotherParameterInTheUrlDoesNotCount() throws Exception {
        assertThat(callsOf("/hello;version=1")).isEmpty();
    }

    /** What is in the URL is the whole cookie, as in every container: who uses URLs for sessions has secrets in access logs. */
    @Test
    void anEncodedUrlHasTheWholeCookie() throws Exception {
        sessions().setUsingCookies(false);
        browser = JettyBrowser.http1();
        String url = browser.get(other, "/create-and-encode").body();
        assertThat(url).matches("/hello;jsessionid=[\\w-]{16}\\.[\\w-]{6}~[\\w-]{22}");
        assertThat(browser.get(other, url.replace("/hello", "/get") + "?name=user")
                        .body())
                .isEqualTo("ann");
        assertThat(browser.get(other, url.replaceAll("~.*", "").replace("/hello", "/get") + "?name=user")
                        .body())
                .as("the public ID")
                .isEqualTo("no session");
    }

    private SessionHandler sessions() {
        return other.server().getDescendant(SessionHandler.class);
    }

    private Map<String, Integer> callsOf(String pathAndQuery) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.get(other, pathAndQuery).statusCode()).isEqualTo(200);
        browser.getWithoutCookie(other, "/hello");
        return cluster.proxy().calls();
    }
}
