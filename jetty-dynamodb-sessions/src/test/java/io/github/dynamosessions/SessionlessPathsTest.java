package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.fixture.SessionPages;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.http.HttpResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** In a plain Jetty without servlets. */
class SessionlessPathsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private static final String REFUSED = "java.lang.IllegalStateException: no session can be created: ";
    private static final String ADVICE = ". A path whose handler needs a session must not be among them";

    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());

    @AfterEach
    void close() {
        calls.close();
    }

    @ParameterizedTest
    @EnumSource
    void tenAssetsCostNothingAndLeaveTheSessionAsItIs(SessionCaching caching) throws Exception {
        try (SessionPages pages = start(options().sessionlessPaths("/assets/*").sessionCache(caching))) {
            String cookie = pages.login();
            calls.clear();
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response = pages.get("/assets/" + i + ".png", cookie);
                assertThat(response.body()).isEqualTo("nothing");
                assertThat(SessionPages.setCookies(response)).isEmpty();
            }
            assertThat(calls.operations()).isEmpty();
            assertThat(pages.get("/user", cookie).body()).isEqualTo("ada");
            assertThat(calls.operations()).hasSize(caching == SessionCaching.NONE ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksForANewSessionGetsAnErrorAndTheCookieStays(SessionCaching caching) throws Exception {
        try (SessionPages pages = start(options().sessionlessPaths("/assets/*").sessionCache(caching))) {
            String cookie = pages.login();
            calls.clear();
            for (String sent : new String[] {cookie, "", "JSESSIONID=forged"}) {
                HttpResponse<String> response = pages.get("/assets/new", sent);
                assertThat(response.body())
                        .isEqualTo(REFUSED + "sessionlessPaths has '/assets/*', and the request is for '/assets/new'"
                                + ADVICE);
                assertThat(SessionPages.setCookies(response)).isEmpty();
            }
            assertThat(calls.operations()).isEmpty();
            assertThat(pages.get("/user", cookie).body()).isEqualTo("ada");
        }
    }

    @Test
    void whoAsksForTheSessionThatIsThereGetsNone() throws Exception {
        try (SessionPages pages = start(options().sessionlessPaths("/assets/*"))) {
            String cookie = pages.login();
            assertThat(pages.get("/assets/user", cookie).body()).isEqualTo("no session");
        }
    }

    @Test
    void aPredicateMayDecideInstead() throws Exception {
        try (SessionPages pages = start(options().sessionlessPaths(path -> path.contains("static")))) {
            String cookie = pages.login();
            calls.clear();
            assertThat(pages.get("/static/user", cookie).body()).isEqualTo("no session");
            assertThat(pages.get("/static/new", cookie).body())
                    .isEqualTo(REFUSED + "the predicate of sessionlessPaths holds for '/static/new'" + ADVICE);
            assertThat(calls.operations()).isEmpty();
            assertThat(pages.get("/user", cookie).body()).isEqualTo("ada");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/*, /assets/user, true",
        "/assets/*, /assets/a/b/user, true",
        "/assets/*, /assets/user?x=/other, true",
        "/assets/*, /assets/user;x=1, true",
        "/assets/*, /%61ssets/user, true",
        "/assets/*, /x/../assets/user, true",
        "/assets/*, /assets/../user, false",
        "/assets/*, /assetsuser, false",
        "/assets/*, /x/assets/user, false",
        "*.user, /a/b.user, true",
        "*.user, /user, false",
        "/user, /user, true",
        "/user, /a/user, false",
        "/über/user, /%C3%BCber/user, true",
        "/a b/user, /a%20b/user, true",
        "^/[0-9]+/user, /12/user, true",
        "^/[0-9]+/user, /12/a/user, false",
        "^/[0-9]+/us, /12/user, false"
    })
    void thePathIsThatBehindTheContextDecodedAndWithoutQuery(String pattern, String path, boolean sessionless)
            throws Exception {
        try (SessionPages pages = start(options().sessionlessPaths(pattern))) {
            String cookie = pages.login();
            assertThat(pages.get(path, cookie).body()).isEqualTo(sessionless ? "no session" : "ada");
        }
    }

    @Test
    void withoutAContextThereAreNoPathsToGoBy() {
        Server server = new Server();
        SessionHandler sessions = new SessionHandler();
        DynamoSessionOptions options = options().sessionlessPaths("/assets/*").build();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        server.setHandler(sessions);
        assertThatIllegalStateException()
                .isThrownBy(server::start)
                .withMessage("sessionlessPaths needs a ContextHandler around the SessionHandler");
    }

    private Builder options() {
        return StoreOptions.existing(calls.client(), dynamoDb.newTable("sessionId"));
    }

    private static SessionPages start(Builder options) throws Exception {
        return SessionPages.start(options.build());
    }
}
