package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which DynamoDB fails, with the timeouts and attempts that users have. */
@ParameterizedClass
@EnumSource(PageServer.class)
class FaultKindsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int ATTEMPTS = 4;

    private static JettyCluster cluster;
    private static PageNode node;
    private static PageNode other;

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        other = cluster.start();
        node = cluster.start(cluster.options()
                .apiCallTimeout(Duration.ofSeconds(3))
                .apiCallAttemptTimeout(Duration.ofSeconds(1))
                .maxAttempts(ATTEMPTS));
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatCannotBeReadIsAnswered503AndIsThereAfterwards(FaultKind kind) throws Exception {
        String id = browser.login(other);
        browser.get(node, "/set?name=cart&value=book");
        browser.get(other, "/set?name=theme&value=dark");
        var stored = cluster.item(id);
        long failedReads = node.store().statistics().getFailedReads();
        kind.strike(cluster.proxy().on("GetItem"));

        assertRefused(browser.get(node, "/get?name=user"));

        assertThat(node.store().statistics().getFailedReads()).isEqualTo(failedReads + 1);
        cluster.proxy().healAll();
        assertThat(cluster.item(id)).isEqualTo(stored);
        assertServedUnder(id, "ann");
        for (PageNode each : new PageNode[] {node, other}) {
            assertThat(browser.get(each, "/get?name=cart").body()).isEqualTo("book");
            assertThat(browser.get(each, "/get?name=theme").body()).isEqualTo("dark");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatCannotBeSavedIsAnswered503AndALaterOneIsSaved(FaultKind kind) throws Exception {
        String id = browser.login(other);
        long failedSaves = node.store().statistics().getFailedSaves();
        kind.strike(cluster.proxy().on("UpdateItem"));

        assertRefused(browser.get(node, "/set?name=user&value=bob"));

        assertThat(node.store().statistics().getFailedSaves()).isEqualTo(failedSaves + 1);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/set?name=user&value=carl").statusCode()).isEqualTo(200);
        assertServedUnder(id, "carl");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatCannotBeCreatedIsAnswered503WithoutACookie(FaultKind kind) throws Exception {
        kind.strike(cluster.proxy().on("PutItem"));

        assertRefused(browser.get(node, "/set?name=user&value=ann"));

        cluster.proxy().healAll();
        assertServedUnder(browser.login(node), "ann");
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aSessionThatCannotBeEndedIsAnswered503AndEndsLater(FaultKind kind) throws Exception {
        String id = browser.login(other);
        kind.strike(cluster.proxy().on(StoreUpdate.END));

        assertRefused(browser.get(node, "/logout"));

        cluster.proxy().healAll();
        assertServedUnder(id, "ann");
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aSessionThatCannotGetANewIdIsAnswered503AndKeepsItsOldOne(FaultKind kind) throws Exception {
        String id = browser.login(other);
        kind.strike(cluster.proxy().on(StoreUpdate.ROTATION));

        assertRefused(browser.get(node, "/rotate"));

        cluster.proxy().healAll();
        assertServedUnder(id, "ann");
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertServedUnder(browser.id(), "ann");
    }

    @Test
    void aReadIsTriedSoOftenAndNoMore() throws Exception {
        browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("GetItem").fail();

        assertRefused(browser.get(node, "/get?name=user"));

        assertThat(cluster.proxy().calls("GetItem")).isEqualTo(ATTEMPTS);
    }

    @Test
    void faultsThatAreOverBeforeTheAttemptsAreAreNotNoticed() throws Exception {
        browser.login(other);
        long retries = node.store().statistics().getRetries();
        for (String operation : new String[] {"GetItem", "UpdateItem"}) {
            cluster.proxy().on(operation).times(ATTEMPTS - 1).unavailable();
        }

        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(200);

        assertThat(browser.user(other)).isEqualTo("bob");
        assertThat(node.store().statistics().getRetries()).isEqualTo(retries + 2 * (ATTEMPTS - 1));
    }

    @Test
    void whoAcceptsJsonIsAnsweredInJson() throws Exception {
        browser.login(other);
        cluster.proxy().on("GetItem").unavailable();

        HttpResponse<String> response =
                browser.send(node, "/get?name=user", "GET", "Accept", "text/html, application/json;q=0.9");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).startsWith("{\"status\":503,").endsWith("}");
    }

    @Test
    void aCreationWhoseAnswerIsLostIsRecognised() throws Exception {
        cluster.proxy().resetCounts();
        cluster.proxy().on("PutItem").times(1).cutAfterExecution();

        assertServedUnder(browser.login(node), "ann");

        assertThat(cluster.proxy().executed("PutItem")).isEqualTo(1);
    }

    @Test
    void aChangeWhoseAnswerIsLostIsSavedOnce() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("UpdateItem").times(1).cutAfterExecution();

        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(200);

        assertServedUnder(id, "bob");
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(response.body().length()).isBetween(1, 200);
    }

    private void assertServedUnder(String id, String user) throws Exception {
        assertThat(browser.id()).isEqualTo(id);
        assertThat(browser.user(node)).isEqualTo(user);
        assertThat(browser.user(other)).isEqualTo(user);
    }
}
