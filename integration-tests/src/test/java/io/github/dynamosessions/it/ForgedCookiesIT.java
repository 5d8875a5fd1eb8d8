package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cookie that opens no session never passes as one, whichever way the application asks. */
class ForgedCookiesIT extends PageSuite {

    private static final String SECRET = "CCCCCCCCCCCCCCCCCCCCCC";

    /** The ways to ask, and what they answer if there is no session. */
    private static final Map<String, String> QUESTIONS = Map.of(
            "/get?name=user", "no session",
            "/exists", "false",
            "/is-valid", "false",
            "/is-new", "true null",
            "/remote-user", "null null",
            "/change-id", "refused",
            "/second-use", "no session true");

    @BeforeEach
    void addPages() throws Exception {
        other.page("/exists", (request, response) -> response.getWriter().print(request.getSession(false) != null));
        other.page("/is-valid", (request, response) -> response.getWriter().print(request.isRequestedSessionIdValid()));
        other.page("/is-new", (request, response) -> response.getWriter()
                .print(request.getSession().isNew() + " " + request.getSession().getAttribute("user")));
        other.page("/remote-user", (request, response) -> response.getWriter()
                .print(request.getRemoteUser() + " " + request.getUserPrincipal()));
        other.page("/change-id", (request, response) -> {
            try {
                response.getWriter().print(request.changeSessionId());
            } catch (IllegalStateException e) {
                response.getWriter().print("refused");
            }
        });
        other.page("/second-use", (request, response) -> {
            boolean none = request.getSession(false) == null;
            response.getWriter()
                    .print((none ? "no session " : "session ")
                            + (request.getSession(false) == null && !request.isRequestedSessionIdValid()));
        });
        browser.login(other);
    }

    @Test
    void noForgedCookiePassesAsTheLogin() throws Exception {
        String id = browser.id();
        String cookie = browser.cookieValue();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("one that was made up", "AAAAAAAAAAAAAAAA.BBBBBB~" + SECRET);
        forged.put("the public ID", id);
        forged.put("the public ID and a secret that was made up", id + "~" + SECRET);
        forged.put("the cookie and more", cookie + "x");
        forged.put("the cookie without its end", cookie.substring(0, cookie.length() - 1));
        forged.put("the right secret and another rotation", id.split("\\.")[0] + ".BBBBBB~" + secretOf(cookie));
        forged.put("a rotation in doubt of which both secrets are wrong", id + "~" + SECRET + "~BBBBBB~" + SECRET);
        for (Map.Entry<String, String> each : forged.entrySet()) {
            assertOpensNothing(each.getKey(), each.getValue());
        }
        assertThat(browser.user(other)).as("its owner").isEqualTo("ann");
    }

    @Test
    void aCookieFromBeforeARotationPassesNoLonger() throws Exception {
        String old = browser.cookieValue();
        browser.get(other, "/rotate");
        assertOpensNothing("the cookie from before", old);
        assertOpensNothing("the new ID with the old secret", browser.id() + "~" + secretOf(old));
        assertThat(browser.user(other)).as("its owner").isEqualTo("ann");
    }

    @Test
    void aCookieFromBeforeALogoutPassesNoLonger() throws Exception {
        String old = browser.cookieValue();
        browser.get(other, "/logout");
        assertOpensNothing("the cookie from before", old);
    }

    private void assertOpensNothing(String what, String cookie) throws Exception {
        for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
            JettyBrowser thief = JettyBrowser.http1();
            thief.forge(cookie);
            HttpResponse<String> response = thief.get(other, question.getKey());
            assertThat(response.body()).as("%s, %s", what, question.getKey()).isEqualTo(question.getValue());
            assertThat(JettyBrowser.setCookies(response))
                    .as("%s, %s", what, question.getKey())
                    .noneMatch(line -> line.contains(cookie));
        }
    }

    private static String secretOf(String cookie) {
        return cookie.split("~", 2)[1];
    }
}
