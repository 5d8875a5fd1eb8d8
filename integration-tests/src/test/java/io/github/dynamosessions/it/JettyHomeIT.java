package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Two servers that users set up without code. */
class JettyHomeIT {

    static final List<String> ENVIRONMENTS = JettyHomeServers.ENVIRONMENTS;
    static final List<String> APPLICATIONS =
            Stream.concat(ENVIRONMENTS.stream(), Stream.of("core")).toList();

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @TempDir
    private static Path directory;

    private static JettyHomeServers servers;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeAll
    static void start() throws IOException {
        servers = JettyHomeServers.start(directory, dynamoDb);
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
            assertThat(servers.proxy().operations())
                    .as("what docs/iam.md lets a server do, and nothing else")
                    .isSubsetOf(JettyHomeServers.OPERATIONS);
        }
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void whatOneServerSetsTheOtherReadsAndChanges(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        assertThat(two(app, "/get?name=user")).isEqualTo("ann");
        two(app, "/set?name=user&value=bob");
        assertThat(one(app, "/get?name=user")).isEqualTo("bob");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aSessionHoldsClassesOfTheApplication(String app) throws Exception {
        one(app, "/add?item=apple");
        two(app, "/add?item=pear");
        assertThat(one(app, "/add?item=plum")).isEqualTo("[apple, pear, plum]");
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void thePropertiesOfTheModuleAreInTheCookieOfEachApplication(String app) throws Exception {
        HttpResponse<String> response = browser.get(servers.one().uri("/" + app + "/set?name=user&value=ann"));
        assertThat(JettyBrowser.setCookies(response))
                .singleElement()
                .asString()
                .startsWith("JSESSIONID=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax");
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void anIdInAUrlOpensNothing(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        JettyBrowser thief = JettyBrowser.http1();
        URI link = servers.one().uri("/" + app + "/get;jsessionid=" + browser.cookieValue() + "?name=user");
        HttpResponse<String> response = thief.get(link);
        assertThat(response.body()).isEqualTo("no session");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void twoSessionsInOneRequestAreRefusedWithoutShowingThem(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        String ann = browser.cookieValue();
        JettyBrowser other = JettyBrowser.http1();
        other.get(servers.one().uri("/" + app + "/set?name=user&value=bob"));
        String bob = other.cookieValue();
        browser.forge(ann + "; JSESSIONID=" + bob);
        HttpResponse<String> response = browser.get(servers.one().uri("/" + app + "/get?name=user"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).doesNotContain(ann, bob);
        for (String secret : List.of(ann.split("~")[1], bob.split("~")[1])) {
            assertThat(servers.one().output()).doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void aNewIdLeavesNoWayBack(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        JettyBrowser old = browser.twin();

        one(app, "/rotate");

        assertThat(two(app, "/get?name=user")).isEqualTo("ann");
        assertThat(old.get(servers.two().uri("/" + app + "/get?name=user")).body())
                .isEqualTo("no session");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void whatOneServerRemovesIsGoneOnTheOther(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        one(app, "/set?name=cart&value=book");
        two(app, "/remove?name=cart");
        assertThat(one(app, "/get?name=cart")).isEqualTo("null");
        assertThat(one(app, "/get?name=user")).isEqualTo("ann");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void requestsToBothServersKeepEachOthersChangesAlsoWithALoginBetweenThem(String app) throws Exception {
        one(app, "/set?name=cart&value=book");
        JettyBrowser old = browser.twin();
        servers.proxy().resetCounts();
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            JavaProcess server = i % 2 == 0 ? servers.one() : servers.two();
            slow.add(browser.twin().getLater(server.uri("/" + app + "/set-at-gate?gate=login&name=name" + i)));
        }
        await().until(() -> servers.proxy().calls("GetItem") >= slow.size());
        assertThat(two(app, "/login?user=ann")).isEqualTo("hello ann");
        openGate(app, "login");
        for (CompletableFuture<HttpResponse<String>> answer : slow) {
            assertThat(answer.join().statusCode()).isEqualTo(200);
        }

        assertThat(one(app, "/get?name=user")).isEqualTo("ann");
        assertThat(one(app, "/get?name=cart")).isEqualTo("book");
        for (int i = 0; i < slow.size(); i++) {
            assertThat(two(app, "/get?name=name" + i)).isEqualTo("late");
        }
        assertThat(old.get(servers.one().uri("/" + app + "/get?name=user")).body())
                .isEqualTo("no session");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aLateChangeDoesNotReviveASessionThatWasLoggedOut(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        JettyBrowser late = browser.twin();
        servers.proxy().resetCounts();
        CompletableFuture<HttpResponse<String>> slow =
                late.getLater(servers.one().uri("/" + app + "/set-at-gate?gate=logout&name=late"));
        await().until(() -> servers.proxy().calls("GetItem") >= 1);
        two(app, "/logout");
        openGate(app, "logout");
        slow.join();

        assertThat(late.get(servers.one().uri("/" + app + "/get?name=user")).body())
                .isEqualTo("no session");
        assertThat(late.get(servers.two().uri("/" + app + "/get?name=late")).body())
                .isEqualTo("no session");
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void aLogoutOnOneServerIsOneOnTheOther(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        two(app, "/logout");
        assertThat(one(app, "/get?name=user")).isEqualTo("no session");
        assertThat(two(app, "/get?name=user")).isEqualTo("no session");
    }

    @Test
    void theListenersOfOneServerAreToldThatASessionHasExpired() throws Exception {
        Map<String, JettyBrowser> browsers = new TreeMap<>(); // all at once: the time is that of the servers
        for (String app : ENVIRONMENTS) {
            JettyBrowser user = JettyBrowser.http1();
            user.get(servers.one().uri("/" + app + "/timeout?seconds=1"));
            browsers.put(app, user);
        }
        Map<String, String> ids = new TreeMap<>();
        browsers.forEach((app, user) -> ids.put(app, user.id()));

        for (String app : ENVIRONMENTS) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> servers.ended(app).contains(ids.get(app)));
        }
        await().during(Duration.ofSeconds(3)) // in which both servers take more turns
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    for (String app : ENVIRONMENTS) {
                        assertThat(servers.ended(app)).as(app).containsOnlyOnce(ids.get(app));
                    }
                });
        for (String app : ENVIRONMENTS) {
            HttpResponse<String> late = browsers.get(app).get(servers.two().uri("/" + app + "/get?name=user"));
            assertThat(late.body()).as(app).isEqualTo("no session");
        }
    }

    /** They have names of their own, which Jetty would append to the cookie, and so send it again. */
    @Test
    void theCookieStaysTheSameWhoeverAnswers() throws Exception {
        one("ee10", "/set?name=user&value=ann");
        HttpResponse<String> response = browser.get(servers.two().uri("/ee10/get?name=user"));
        assertThat(response.body()).isEqualTo("ann");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @Test
    void contextsShareTheIdAndItsEndButNoAttributes() throws Exception {
        one("ee10", "/set?name=user&value=ann");
        assertThat(two("ee11", "/get?name=user")).isEqualTo("no session");
        assertThat(two("ee11", "/id")).isEqualTo(browser.id());
        assertThat(two("ee11", "/get?name=user")).isEqualTo("null");

        one("ee10", "/logout");

        assertThat(two("ee11", "/get?name=user")).isEqualTo("no session");
    }

    @Test
    void virtualHostsHaveSessionsOfTheirOwn() throws Exception {
        browser.get(servers.one().uri("/host/set?name=user&value=ann"));

        for (JavaProcess server : List.of(servers.one(), servers.two())) {
            URI address = server.uri("/host/get?name=user");
            URI name = URI.create(address.toString().replace("127.0.0.1", "localhost"));
            assertThat(browser.get(address).body()).isEqualTo("ann");
            assertThat(browser.get(name).body()).isEqualTo("no session");
        }
    }

    @Test
    void sessionsSurviveARestartOfAllServers() throws Exception {
        for (String app : APPLICATIONS) {
            one(app, "/set?name=user&value=ann");
        }
        for (String app : ENVIRONMENTS) {
            one(app, "/add?item=apple");
        }
        servers.restart();
        for (String app : APPLICATIONS) {
            assertThat(two(app, "/get?name=user")).isEqualTo("ann");
        }
        for (String app : ENVIRONMENTS) {
            assertThat(one(app, "/add?item=pear")).isEqualTo("[apple, pear]");
        }
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void whileDynamoDbIsAwayTheAnswerIs503AndTheSessionStays(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        Fault away = servers.proxy().onAll().unavailable();
        try {
            for (JavaProcess server : List.of(servers.one(), servers.two())) {
                HttpResponse<String> response = browser.get(server.uri("/" + app + "/get?name=user"));
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(JettyBrowser.setCookies(response)).isEmpty();
                assertThat(JettyBrowser.http1()
                                .get(server.uri("/" + app + "/hello"))
                                .body())
                        .isEqualTo("hello");
            }
        } finally {
            away.heal();
        }
        assertThat(one(app, "/get?name=user")).isEqualTo("ann");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aRequestThatDoesNotUseItsSessionMakesNoCallAndIsServedWhileDynamoDbHangs(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        assertThat(readsOf(app, "/hello")).isZero();
        assertThat(readsOf(app, "/look")).isZero();
        assertThat(one(app, "/look")).isEqualTo(browser.cookieValue() + " true null null /a");
        Fault away = servers.proxy().on("GetItem").hang();
        try {
            assertThat(readsOf(app, "/hello")).isZero();
        } finally {
            away.heal();
        }
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aRequestThatUsesItsSessionReadsItOnce(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        for (String page : List.of("/get?name=user", "/is-valid", "/reset", "/use-often", "/set?name=user&value=bob")) {
            assertThat(readsOf(app, page)).as(page).isEqualTo(1);
        }
        assertThat(one(app, "/is-valid")).isEqualTo("true");
        assertThat(one(app, "/use-often")).isEqualTo("failed 0");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aFirstUseThatFailsIsAnswered503AndFailsAgainWithoutACall(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        Fault away = servers.proxy().on("GetItem").unavailable();
        servers.proxy().resetCounts();
        try {
            HttpResponse<String> response = browser.get(servers.one().uri("/" + app + "/use-often"));
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
            assertThat(servers.proxy().calls("GetItem")).isEqualTo(1);
        } finally {
            away.heal();
        }
        assertThat(one(app, "/get?name=user")).isEqualTo("ann");
    }

    /** Jetty gives a core handler what it has found, so that must be a session. */
    @Test
    void aCoreHandlerReadsItsSessionInAnyCase() throws Exception {
        one("core", "/set?name=user&value=ann");
        assertThat(readsOf("core", "/hello")).isEqualTo(1);
        assertThat(readsOf("core", "/get?name=user")).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void aForgedCookieNeverPassesAsALogin(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        String cookie = browser.cookieValue();
        String secret = "CCCCCCCCCCCCCCCCCCCCCC";
        for (String forged : List.of(
                "AAAAAAAAAAAAAAAA.BBBBBB~" + secret,
                browser.id(),
                browser.id() + "~" + secret,
                browser.id() + "~" + secret + "~BBBBBB~" + secret)) {
            browser.forge(forged);
            assertThat(one(app, "/get?name=user")).as(forged).isEqualTo("no session");
            if (!app.equals("core")) {
                assertThat(one(app, "/is-valid")).as(forged).isEqualTo("false");
                assertThat(one(app, "/look")).as(forged).contains(" null null ");
            }
        }
        browser.forge(cookie);
        assertThat(two(app, "/get?name=user")).isEqualTo("ann");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aChangeOfIdWithoutASessionIsAnErrorOfTheApplication(String app) throws Exception {
        browser.forge("AAAAAAAAAAAAAAAA.BBBBBB~CCCCCCCCCCCCCCCCCCCCCC");
        assertCannotChangeId(app);
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aChangeOfTheIdOfAnExpiredSessionIsAnErrorOfTheApplicationAndItsEndIsNotifiedOnce(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        String id = browser.id();
        servers.expire(app, id);
        assertCannotChangeId(app);
        assertThat(one(app, "/get?name=user")).isEqualTo("no session");
        assertThat(servers.ended(app)).containsOnlyOnce(id);
    }

    private void assertCannotChangeId(String app) throws Exception {
        HttpResponse<String> response = browser.get(servers.one().uri("/" + app + "/rotate"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(500);
        assertThat(response.body()).contains("No session");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void aChangeThatCannotBeSavedIsAnswered503(String app) throws Exception {
        one(app, "/set?name=user&value=ann");
        Fault readOnly = servers.proxy().onWrites().unavailable();
        try {
            assertThat(browser.get(servers.one().uri("/" + app + "/set?name=user&value=bob"))
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            readOnly.heal();
        }
        assertThat(two(app, "/get?name=user")).isEqualTo("ann");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void applicationsDoNotSeeTheLibrariesOfTheStore(String app) throws Exception {
        for (String name : List.of(
                "software.amazon.awssdk.services.dynamodb.DynamoDbClient",
                "org.apache.hc.client5.http.classic.HttpClient",
                "io.github.dynamosessions.DynamoSessionOptions")) {
            assertThat(one(app, "/class?name=" + name)).isEqualTo("not found");
        }
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void anApplicationUsesItsOwnCopyOfAClassThatTheStoreBrings(String app) throws Exception {
        assertThat(one(app, "/class?name=org.reactivestreams.Publisher")).contains("WEB-INF/classes");
    }

    @Test
    void settingsAndCountsAreSeenThroughJmx() throws Exception {
        assertThat(one("ee10", "/mbeans?query=io.github.dynamosessions:type=sessionstatistics,*")
                        .lines())
                .hasSize(APPLICATIONS.size() + 2)
                .allMatch(line -> line.contains(" failedReads") && line.contains(" options"));
    }

    private static void openGate(String app, String gate) throws Exception {
        for (JavaProcess server : List.of(servers.one(), servers.two())) {
            JettyBrowser.http1().get(server.uri("/" + app + "/open?gate=" + gate));
        }
    }

    /** How often a page reads sessions. */
    private int readsOf(String app, String page) throws Exception {
        servers.proxy().resetCounts();
        one(app, page);
        return servers.proxy().calls("GetItem");
    }

    private String one(String app, String page) throws Exception {
        return answer(servers.one(), "/" + app + page);
    }

    private String two(String app, String page) throws Exception {
        return answer(servers.two(), "/" + app + page);
    }

    private String answer(JavaProcess server, String path) throws Exception {
        HttpResponse<String> response = browser.get(server.uri(path));
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return response.body();
    }
}
