package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.Cookie;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of sessions, and of their requests, while DynamoDB fails. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyFaultsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static JettyCluster cluster;
    private static PageNode node;
    private static PageNode other;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @Test
    void aSessionThatCannotBeReadIsAnswered503AndItsCookieWorksAgainAfterwards() throws Exception {
        String id = browser.login(node);
        cluster.proxy().on("GetItem").fail();
        for (String page : new String[] {"/get?name=user", "/set?name=user&value=bob", "/rotate", "/logout"}) {
            HttpResponse<String> response = browser.get(node, page);
            assertThat(response.statusCode()).as(page).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).contains("2");
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
        }
        cluster.proxy().healAll();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.id()).isEqualTo(id);
    }

    @Test
    void aSessionThatIsNotSavedIsAnswered503AndARetrySavesIt() throws Exception {
        browser.login(node);
        cluster.proxy().onWrites().throttle();
        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(browser.get(other, "/set?name=user&value=bob").statusCode()).isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void aRequestThatOnlyReadsIsServedWhileWritesFail() throws Exception {
        browser.login(node);
        cluster.proxy().onWrites().fail();
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aRotationThatFailsIsAnswered503AndTheOldIdKeepsEverything() throws Exception {
        String id = browser.login(node);
        var stored = cluster.attributes(id);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        HttpResponse<String> response = browser.get(node, "/rotate");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(cluster.attributes(id)).isEqualTo(stored);

        cluster.proxy().healAll();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aRotationThatFailsOnAThreadOfTheApplicationIsAnswered503() throws Exception {
        node.page("/rotate-aside", (request, response) -> CompletableFuture.runAsync(request::changeSessionId)
                .exceptionally(failure -> null)
                .join());
        String id = browser.login(node);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        HttpResponse<String> response = browser.get(node, "/rotate-aside");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();

        cluster.proxy().healAll();
        assertThat(browser.id()).isEqualTo(id);
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aRotationWhoseAnswerIsLostIsTriedAgainAndHappensOnce() throws Exception {
        PageNode patient = cluster.start(cluster.options().maxAttempts(3));
        String id = browser.login(patient);
        cluster.proxy()
                .on(StoreUpdate.ROTATION)
                .containing(cluster.key(id))
                .times(1)
                .cutAfterExecution();
        assertThat(browser.get(patient, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void whatARequestChangesBesideTheIdIsSavedWithItOrNotAtAll() throws Exception {
        node.page("/rotate-and-change", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "bob");
            response.addCookie(new Cookie("theme", "dark"));
        });
        String id = browser.login(node);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        HttpResponse<String> response = browser.get(node, "/rotate-and-change");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(browser.id()).isEqualTo(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutThatFailsIsAnswered503AndARetryEndsTheSession() throws Exception {
        String id = browser.login(node);
        cluster.proxy().on(StoreUpdate.END).fail();
        HttpResponse<String> response = browser.get(node, "/logout");
        assertThat(response.statusCode()).isEqualTo(503);

        cluster.proxy().healAll();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aLoginThatFailsSetsNoCookie() throws Exception {
        cluster.proxy().on("PutItem").fail();
        HttpResponse<String> response = browser.get(node, "/set?name=user&value=ann");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @Test
    void onRequestASessionThatCannotBeReadCountsAsNoneAndIsNeverTouched() throws Exception {
        PageNode lenient = cluster.start(cluster.options().onReadFailure(OnReadFailure.NEW_SESSION));
        String id = browser.login(node);
        var stored = cluster.item(id);
        JettyBrowser unlucky = browser.twin();
        cluster.proxy().on("GetItem").fail();
        assertThat(unlucky.user(lenient)).isEqualTo("no session");
        assertThat(unlucky.get(lenient, "/set?name=user&value=bob").statusCode())
                .isEqualTo(200);
        assertThat(unlucky.id()).isNotEqualTo(id);

        cluster.proxy().healAll();
        assertThat(cluster.item(id)).isEqualTo(stored);
        assertThat(browser.user(lenient)).isEqualTo("ann");
        assertThat(unlucky.user(lenient)).isEqualTo("bob");
    }

    @Test
    void onRequestASessionThatCouldNotBeReadOnceIsNotTouchedThoughItCanBeReadAgain() throws Exception {
        PageNode lenient = cluster.start(cluster.options().onReadFailure(OnReadFailure.NEW_SESSION));
        String id = browser.login(node);
        var stored = cluster.item(id);
        JettyBrowser unlucky = browser.twin();
        cluster.proxy().on("GetItem").times(1).fail();

        assertThat(unlucky.get(lenient, "/set?name=user&value=bob").statusCode())
                .isEqualTo(200);

        assertThat(unlucky.id()).isNotEqualTo(id);
        assertThat(unlucky.user(other)).isEqualTo("bob");
        assertThat(cluster.item(id)).isEqualTo(stored);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void onRequestASessionThatIsNotSavedIsLoggedAndTheResponseIsSent() throws Exception {
        PageNode careless = cluster.start(cluster.options().onWriteFailure(OnWriteFailure.LOG));
        try (JettyLogs logs = JettyLogs.capture()) {
            browser.login(careless);
            cluster.proxy().on("UpdateItem").fail();
            HttpResponse<String> response = browser.get(careless, "/set?name=user&value=bob");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("set");
            assertThat(logs.with("WARN Sessions cannot be saved: UpdateItem failed"))
                    .isNotEmpty();
            assertThat(logs.with(browser.id())).isEmpty();
        }
    }

    /** The client gets a cookie that opens nothing: the next request has no session, and may create one. */
    @Test
    void onRequestANewSessionThatIsNotSavedIsLoggedAndTheResponseIsSent() throws Exception {
        PageNode careless = cluster.start(cluster.options().onWriteFailure(OnWriteFailure.LOG));
        cluster.proxy().on("PutItem").times(1).fail();
        assertThat(browser.get(careless, "/set?name=user&value=ann").statusCode())
                .isEqualTo(200);
        String id = browser.id();
        assertThat(browser.user(careless)).isEqualTo("no session");
        browser.login(careless);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }
}
