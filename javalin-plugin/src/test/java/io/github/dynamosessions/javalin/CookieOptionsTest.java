package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The session cookie as the options say, and session IDs nowhere else. */
class CookieOptionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String VALUE = "([\\w-]{16}\\.[\\w-]{6}~[\\w-]{22})";

    private final DynamoSessionOptions.Builder options = DynamoSessionOptions.builder()
            .client(dynamoDb.client())
            .tableName(dynamoDb.newTableName())
            .autoCreateTable(true);

    @Test
    void whereClientsUseHttpsTheCookieIsSecureAndOfItsHostAlone() throws Exception {
        try (TestNode node = new TestNode(options.cookieSecure(true).build())) {
            String cookie = setCookie(node);
            assertThat(cookie).matches("__Host-JSESSIONID=" + VALUE + "; Path=/; Secure; HttpOnly; SameSite=Lax");
            assertThat(user(node, cookie)).isEqualTo("ada");
        }
    }

    @Test
    void anApplicationBelowAPathCannotHaveACookieOfItsHostAlone() throws Exception {
        try (TestNode node = new TestNode(options.cookieSecure(true).build(), contextPath("/shop"))) {
            assertThat(setCookie(node)).matches("JSESSIONID=" + VALUE + "; Path=/shop; Secure; HttpOnly; SameSite=Lax");
        }
    }

    @Test
    void aSessionHandlerThatTheApplicationBringsGetsTheSameWithItsOwnName() throws Exception {
        SessionHandler own = new SessionHandler();
        own.setSessionCookie("SID");
        try (TestNode node = new TestNode(options.cookieSecure(true).build(), sessionHandler(own))) {
            assertThat(setCookie(node)).matches("SID=" + VALUE + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        }
    }

    @Test
    void everyOptionIsInTheCookie() throws Exception {
        options.cookieName("shop")
                .cookieSecure(true)
                .cookieSameSite(SameSite.NONE)
                .cookiePath("/here")
                .cookieDomain("example.com")
                .cookieMaxAge(Duration.ofDays(30))
                .maxInactiveInterval(Duration.ofDays(30))
                .cookiePartitioned(true);
        try (TestNode node = new TestNode(options.build())) {
            assertThat(setCookie(node).replaceAll("Expires=[^;]*; ", ""))
                    .matches("shop=" + VALUE + "; Path=/here; Domain=example.com; Max-Age=2592000; Secure; HttpOnly;"
                            + " Partitioned; SameSite=None");
        }
    }

    @Test
    void theEnvironmentSetsThemToo() throws Exception {
        options.environment(
                Map.of("DYNAMO_SESSION_COOKIE_SECURE", "true", "DYNAMO_SESSION_COOKIE_SAME_SITE", "strict"));
        try (TestNode node = new TestNode(options.build())) {
            assertThat(setCookie(node))
                    .matches("__Host-JSESSIONID=" + VALUE + "; Path=/; Secure; HttpOnly; SameSite=Strict");
        }
    }

    @Test
    void aCookieThatHasAnAgeIsSentAgainWhileItIsUsed() throws Exception {
        SessionHandler own = new SessionHandler();
        options.cookieMaxAge(Duration.ofDays(10)).maxInactiveInterval(Duration.ofDays(10));
        try (TestNode node = new TestNode(options.build(), sessionHandler(own))) {
            setCookie(node);
            assertThat(own.getMaxCookieAge()).isEqualTo(864_000);
            assertThat(own.getRefreshCookieAge()).isEqualTo(86_400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop", "/a/b"})
    void aNameThatBrowsersRejectForThePathStopsTheStart(String path) {
        options.cookieName("__Host-shop").cookieSecure(true);
        assertThatThrownBy(() -> new TestNode(options.build(), contextPath(path)))
                .hasStackTraceContaining("browsers reject the session cookie '__Host-shop' of context '" + path
                        + "': its Path must be '/' and is '" + path + "', its Domain must not be set and is 'null'. Set"
                        + " cookiePath=/ and no cookieDomain, or another cookieName");
    }

    @Test
    void withItsPathSetItStarts() throws Exception {
        options.cookieName("__Host-shop").cookieSecure(true).cookiePath("/");
        try (TestNode node = new TestNode(options.build(), contextPath("/shop"))) {
            assertThat(setCookie(node)).matches("__Host-shop=" + VALUE + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        }
    }

    @Test
    void anIdInAUrlOpensNothingAndIsNotWritten() throws Exception {
        try (TestNode node = new TestNode(options.build(), CookieOptionsTest::addLink)) {
            String id = setCookie(node).replaceAll("^JSESSIONID=" + VALUE + ";.*", "$1");
            assertThat(get(node, "/who/is-it;jsessionid=" + id, "").body()).isEqualTo("no session");
            assertThat(get(node, "/no-such-page;jsessionid=" + id, "").headers().map())
                    .doesNotContainKey("set-cookie");
            assertThat(get(node, "/link", "").body()).isEqualTo("/who/is-it");
        }
    }

    @Test
    void whoWantsIdsInUrlsHasThem() throws Exception {
        try (TestNode node = new TestNode(options.urlSessionIds(true).build(), CookieOptionsTest::addLink)) {
            String link = get(node, "/link", "").body();
            assertThat(link).matches("/who/is-it;jsessionid=" + VALUE);
            assertThat(get(node, link, "").body()).isEqualTo("ada");
        }
    }

    @Test
    void aSessionHandlerWithoutCookiesIsRefusedUnlessIdsMayBeInUrls() throws Exception {
        SessionHandler own = new SessionHandler();
        own.setSessionTrackingModes(Set.of(SessionTrackingMode.URL));
        assertThatThrownBy(() -> new TestNode(options.build(), sessionHandler(own)))
                .hasStackTraceContaining(
                        "the SessionHandler of context '/' uses no cookies, and session IDs in URLs are"
                                + " off: set urlSessionIds=true, or use cookies");

        SessionHandler another = new SessionHandler();
        another.setSessionTrackingModes(Set.of(SessionTrackingMode.URL));
        options.urlSessionIds(true);
        try (TestNode node =
                new TestNode(options.build(), sessionHandler(another).andThen(CookieOptionsTest::addLink))) {
            assertThat(get(node, get(node, "/link", "").body(), "").body()).isEqualTo("ada");
        }
    }

    private static void addLink(JavalinConfig config) {
        config.routes.get("/link", context -> {
            context.req().getSession().setAttribute("user", "ada");
            context.result(context.res().encodeURL("/who/is-it"));
        });
        config.routes.get(
                "/who/{any}",
                context -> { // Javalin takes the parameters of a path for a part of it
                    HttpSession session = context.req().getSession(false);
                    context.result(session == null ? "no session" : String.valueOf(session.getAttribute("user")));
                });
    }

    private static Consumer<JavalinConfig> contextPath(String path) {
        return config -> config.router.contextPath = path;
    }

    private static Consumer<JavalinConfig> sessionHandler(SessionHandler sessions) {
        return config -> config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(sessions));
    }

    /** That of a new session, in which {@code user} is {@code ada}. */
    private static String setCookie(TestNode node) throws IOException, InterruptedException {
        HttpResponse<String> response = send(node.uri("/set/user/ada"), "POST", "");
        assertThat(response.statusCode()).isEqualTo(200);
        return Browser.setCookies(response).get(0);
    }

    private static String user(TestNode node, String setCookie) throws IOException, InterruptedException {
        return get(node, "/get/user", setCookie.split(";")[0]).body();
    }

    private static HttpResponse<String> get(TestNode node, String path, String cookie)
            throws IOException, InterruptedException {
        return send(node.uri(path), "GET", cookie);
    }

    private static HttpResponse<String> send(URI uri, String method, String cookie)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Cookie", cookie)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
