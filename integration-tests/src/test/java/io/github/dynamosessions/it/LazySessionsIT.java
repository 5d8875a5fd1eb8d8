package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request pays for its session only if it uses it: what each use costs, counted where DynamoDB would count it. */
class LazySessionsIT extends PageSuite {

    private static final Map<String, Integer> ONE_GET = Map.of("GetItem", 1);
    private static final String FORGED = "AAAAAAAAAAAAAAAA.BBBBBB~CCCCCCCCCCCCCCCCCCCCCC";
    private static final long A_MINUTE_MS = 60_000;

    @BeforeEach
    void addPages() throws Exception {
        other.page("/requested-id", (request, response) -> response.getWriter()
                .print(request.isRequestedSessionIdFromCookie() + " " + request.getRequestedSessionId()));
        other.page("/encode", (request, response) -> response.getWriter()
                .print(response.encodeURL("/a") + " " + response.encodeRedirectURL("/b?c#d")));
        other.page("/remote-user", (request, response) -> response.getWriter()
                .print(request.getRemoteUser() + " " + request.getUserPrincipal() + " " + request.isUserInRole("x")));
        other.page("/teapot", (request, response) -> response.sendError(418));
        other.page("/throw", (request, response) -> {
            throw new IllegalStateException("thrown by the application");
        });
        other.page("/redirect", (request, response) -> response.sendRedirect("/hello"));
        other.page("/sorry", (request, response) -> response.getWriter().print("sorry"));
        other.page("/exists", (request, response) -> response.getWriter().print(request.getSession(false) != null));
        other.page("/is-valid", (request, response) -> response.getWriter().print(request.isRequestedSessionIdValid()));
        other.page("/reset", (request, response) -> {
            response.reset();
            response.getWriter().print("reset");
        });
        other.page("/several", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter()
                    .print(session.getAttribute("user") + " "
                            + request.getSession(false).isNew() + " " + request.isRequestedSessionIdValid() + " "
                            + session.getMaxInactiveInterval());
        });
        other.page("/login", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            request.changeSessionId();
        });
        other.page("/create", (request, response) -> response.getWriter()
                .print(request.getSession().isNew()));
        other.page("/change-id", (request, response) -> {
            try {
                response.getWriter().print(request.changeSessionId());
            } catch (IllegalStateException e) {
                response.getWriter().print("no session to change");
            }
        });
        other.page("/last-access", (request, response) -> response.getWriter()
                .print(request.getSession().getLastAccessedTime()));
        other.servlet().putSocket("/socket", (request, response) -> {});
        browser.login(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/requested-id", "/encode", "/remote-user"})
    void aRouteThatDoesNotUseItsSessionMakesNoCall(String route) throws Exception {
        assertThat(callsOf(route, 200)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/teapot 418", "/throw 500", "/redirect 302", "/nothing-here 404"})
    void anAnswerOfAnotherKindMakesNoCall(String routeAndStatus) throws Exception {
        String[] parts = routeAndStatus.split(" ");
        assertThat(callsOf(parts[0], Integer.parseInt(parts[1]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST"})
    void aMethodOfAnotherKindMakesNoCall(String method) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.send(other, "/hello", method).statusCode()).isEqualTo(200);
        browser.getWithoutCookie(other, "/hello");
        assertThat(cluster.proxy().calls()).isEmpty();
    }

    @Test
    void theRequestedIdIsTheCookieThatWasSent() throws Exception {
        assertThat(browser.get(other, "/requested-id").body()).isEqualTo("true " + browser.cookieValue());
        assertThat(browser.get(other, "/encode").body()).isEqualTo("/a /b?c#d");
        assertThat(browser.get(other, "/remote-user").body()).isEqualTo("null null false");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORGED, "not-one-of-ours", "AAAAAAAAAAAAAAAA.BBBBBB"})
    void aForgedCookieThatIsNotUsedMakesNoCall(String cookie) throws Exception {
        browser.forge(cookie);
        assertThat(callsOf("/hello", 200)).isEmpty();
        assertThat(callsOf("/requested-id", 200)).isEmpty();
    }

    @Test
    void aWebSocketWithoutASessionMakesNoCallInJettyAndOneGetInJavalinWhichAsksForIt() throws Exception {
        cluster.proxy().resetCounts();
        assertThat(WebSocketClient.open(other, "/socket", browser.cookieValue()))
                .isEqualTo(WebSocketClient.HELLO);
        assertThat(cluster.proxy().calls()).isEqualTo(server == PageServer.JETTY ? Map.of() : ONE_GET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exists", "/is-valid", "/get?name=user", "/set?name=user&value=ann", "/reset", "/several"})
    void anyUseOfAnUnchangedSessionIsOneGetHoweverOftenItIsUsed(String route) throws Exception {
        assertThat(callsOf(route, 200)).isEqualTo(ONE_GET);
    }

    @Test
    void theFirstUseFindsTheSession() throws Exception {
        assertThat(browser.get(other, "/exists").body()).isEqualTo("true");
        assertThat(browser.get(other, "/is-valid").body()).isEqualTo("true");
        assertThat(browser.get(other, "/several").body()).isEqualTo("ann false true 1800");
        assertThat(browser.get(other, "/reset").body()).isEqualTo("reset");
        assertThat(browser.get(other, "/create").body()).isEqualTo("false");
    }

    @Test
    void aChangeIsOneGetAndOneUpdate() throws Exception {
        assertThat(callsOf("/set?name=user&value=bob", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
    }

    @Test
    void aCreationIsOnePut() throws Exception {
        browser = JettyBrowser.http1();
        assertThat(callsOf("/set?name=user&value=ann", 200)).isEqualTo(Map.of("PutItem", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/exists", "/is-valid", "/get?name=user", "/reset", "/change-id"})
    void aForgedCookieThatIsUsedIsOneGet(String route) throws Exception {
        browser.forge(FORGED);
        assertThat(callsOf(route, 200)).isEqualTo(ONE_GET);
    }

    @Test
    void aCreationInPlaceOfAForgedCookieIsOneGetAndOnePut() throws Exception {
        browser.forge(FORGED);
        assertThat(callsOf("/set?name=user&value=ann", 200)).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
        assertThat(browser.id()).doesNotContain("AAAA");
    }

    @Test
    void aCookieThatNoNodeHasMadeIsNotLookedUp() throws Exception {
        browser.forge("node01forged0");
        assertThat(callsOf("/get?name=user", 200)).isEmpty();
    }

    @Test
    void aLoginIsOneGetAndOneUpdate() throws Exception {
        String old = browser.id();
        assertThat(callsOf("/login", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void aChangeOfIdThatIsTheFirstUseIsOneGetAndOneUpdate() throws Exception {
        String old = browser.id();
        assertThat(callsOf("/change-id", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aChangeOfIdWithoutASessionThrows() throws Exception {
        browser.forge(FORGED);
        HttpResponse<String> response = browser.get(other, "/change-id");
        assertThat(response.body()).isEqualTo("no session to change");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @Test
    void aLogoutIsOneGetAndOneWrite() throws Exception {
        assertThat(callsOf("/logout", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void anExpiredSessionThatIsNotUsedMakesNoCallAndIsNotEnded() throws Exception {
        String id = browser.id();
        cluster.expireAt(id, System.currentTimeMillis() - A_MINUTE_MS);
        assertThat(callsOf("/hello", 200)).isEmpty();
        assertThat(cluster.item(id)).isNotEmpty();
        assertThat(destroyed(id)).isZero();
    }

    @Test
    void anExpiredSessionIsEndedByTheFirstRequestThatUsesItAndItsListenersAreNotifiedOnce() throws Exception {
        String id = browser.id();
        cluster.expireAt(id, System.currentTimeMillis() - A_MINUTE_MS);

        assertThat(callsOf("/exists", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.get(other, "/exists").body()).isEqualTo("false");

        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.get(node, "/get?name=user").body()).isEqualTo("no session");
        node.scavenge();
        assertThat(destroyed(id)).isEqualTo(1);
    }

    @Test
    void requestsThatUseAnExpiredSessionAtTheSameTimeFindNoneAndItsListenersAreNotifiedOnce() throws Exception {
        String id = browser.id();
        cluster.expireAt(id, System.currentTimeMillis() - A_MINUTE_MS);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(browser.twin().getLater(i % 2 == 0 ? other : node, "/get?name=user"));
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("no session"));
        assertThat(destroyed(id)).isEqualTo(1);
    }

    @Test
    void aRequestThatDoesNotUseItsSessionDoesNotCountAsAnAccess() throws Exception {
        String id = browser.id();
        cluster.expireAt(id, System.currentTimeMillis() + A_MINUTE_MS);
        var before = cluster.item(id);
        assertThat(callsOf("/hello", 200)).isEmpty();
        assertThat(cluster.item(id)).isEqualTo(before);

        assertThat(callsOf("/exists", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(Long.parseLong(cluster.item(id).get("expiry").n()))
                .isGreaterThan(System.currentTimeMillis() + 20 * A_MINUTE_MS);
    }

    @Test
    void theLastAccessIsThatOfTheLastRequestThatUsedTheSession() throws Exception {
        cluster.expireAt(browser.id(), System.currentTimeMillis() + A_MINUTE_MS); // the next use is saved
        long before = System.currentTimeMillis();
        browser.get(other, "/exists");
        long after = System.currentTimeMillis();
        browser.get(other, "/hello");
        assertThat(Long.parseLong(browser.get(other, "/last-access").body())).isBetween(before, after);
    }

    private long destroyed(String id) {
        return node.destroyed().stream().filter(id::equals).count()
                + other.destroyed().stream().filter(id::equals).count();
    }

    /** All of them: also those that follow the answer, since the connection serves the next request only then. */
    private Map<String, Integer> callsOf(String pathAndQuery, int status) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(browser.get(other, pathAndQuery).statusCode()).isEqualTo(status);
        browser.getWithoutCookie(other, "/hello");
        return cluster.proxy().calls();
    }
}
