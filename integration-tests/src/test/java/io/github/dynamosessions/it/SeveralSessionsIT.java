package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request with the cookies of two sessions is refused, by an answer and a log line that show neither cookie. */
class SeveralSessionsIT extends PageSuite {

    @Test
    void twoCookiesThatOpenSessionsAre400AndShownNowhere() throws Exception {
        String one = sessionOf("ann");
        String two = sessionOf("bob");
        try (JettyLogs logs = JettyLogs.capture()) {
            browser.forge(one + "; JSESSIONID=" + two);
            for (String path : List.of("/get?name=user", "/hello", "/set?name=user&value=eve", "/no-such-page")) {
                HttpResponse<String> response = browser.get(other, path);
                assertThat(response.statusCode()).as(path).isEqualTo(400);
                String shown = response.body() + response.headers().map();
                assertThat(shown).as(path).contains("cookies of several sessions");
                assertThat(shown).as(path).doesNotContain(secretOf(one), secretOf(two), "Set-Cookie", "Retry-After");
            }
            assertThat(logs.with(secretOf(one))).isEmpty();
            assertThat(logs.with(secretOf(two))).isEmpty();
        }
        assertIs("ann", one);
        assertIs("bob", two);
    }

    @Test
    void theSameSessionUnderTwoCookiesIsOne() throws Exception {
        String one = sessionOf("ann");
        browser.forge(one + "; JSESSIONID=" + one);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    private String sessionOf(String user) throws Exception {
        JettyBrowser client = JettyBrowser.http1();
        client.get(other, "/set?name=user&value=" + user);
        return client.cookieValue();
    }

    private void assertIs(String user, String cookie) throws Exception {
        browser.forge(cookie);
        assertThat(browser.user(other)).isEqualTo(user);
    }

    private static String secretOf(String cookie) {
        return cookie.split("~")[1];
    }
}
