package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Big values and a DynamoDB that fails, or that has lost them. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyLargeAttributeFaultsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String PHOTO = "?name=photo&bytes=1000000&seed=";

    private final JettyBrowser browser = JettyBrowser.http1();
    private final JettyLogs logs = JettyLogs.capture();
    private JettyCluster cluster;
    private PageNode node;
    private String id;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        BigPages.addTo(node);
        id = browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
    }

    @AfterEach
    void stop() {
        logs.close();
        cluster.close();
    }

    @Test
    void aValueWhosePartsCannotBeWrittenIsNotSavedAndTheOldOneStays() throws Exception {
        Map<String, AttributeValue> before = cluster.item(id);
        cluster.proxy().on("PutItem").containing("|1\"").fail();
        assertUnavailable(browser.get(node, "/fill" + PHOTO + 2));
        assertThat(cluster.item(id)).isEqualTo(before);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/check" + PHOTO + 1).body()).isEqualTo("same");
    }

    @Test
    void partsToWhichNoItemRefersExpireByThemselves() throws Exception {
        cluster.proxy().on("UpdateItem").cutBeforeExecution();
        assertUnavailable(browser.get(node, "/fill" + PHOTO + 2));
        cluster.proxy().healAll();
        assertThat(cluster.chunks()).hasSize(3 + 3).allSatisfy(chunk -> assertThat(
                        Long.parseLong(chunk.get("expires").n()))
                .isLessThan(System.currentTimeMillis() / 1_000 + 10 * 86_400));
        assertThat(browser.get(node, "/check" + PHOTO + 1).body()).isEqualTo("same");
    }

    @Test
    void aSaveWhoseAnswerWasLostAndThatIsTriedAgainKeepsWhatItHasWritten() throws Exception {
        PageNode patient = cluster.start(cluster.options().maxAttempts(2));
        BigPages.addTo(patient);
        cluster.proxy().on("UpdateItem").times(1).cutAfterExecution();
        assertThat(browser.get(patient, "/fill" + PHOTO + 2).statusCode()).isEqualTo(200);
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");
    }

    /** The other request deletes the chunks of the first attempt, which it has replaced; the second refers to them again. */
    @Test
    void aValueThatAnotherRequestReplacesBetweenTwoAttemptsToSaveItIsNotLost() throws Exception {
        PageNode patient = cluster.start(cluster.options().maxAttempts(2));
        BigPages.addTo(patient);
        Fault secondAttempt = cluster.proxy().on("UpdateItem").times(1).hang();
        cluster.proxy().on("UpdateItem").times(1).cutAfterExecution();
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(patient, "/fill" + PHOTO + 2);
        await().until(() -> secondAttempt.callsMet() == 1);
        assertThat(browser.get(node, "/fill" + PHOTO + 3).statusCode()).isEqualTo(200);

        secondAttempt.heal();

        assertThat(answer)
                .succeedsWithin(PATIENCE)
                .extracting(HttpResponse::statusCode)
                .isEqualTo(200);
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    /** Of the two, somebody else has replaced one meanwhile, so that both are written once more. */
    @Test
    void ofTwoValuesWhoseAnswerWasLostNeitherIsGoneForAMoment() throws Exception {
        PageNode patient = cluster.start(cluster.options().maxAttempts(2));
        patient.page("/fill-both", (request, response) -> {
            request.getSession().setAttribute("photo", BigPages.random(1_000_000, 2));
            request.getSession().setAttribute("film", BigPages.random(500_000, 2));
        });
        Fault secondAttempt = cluster.proxy().on("UpdateItem").times(1).hang();
        cluster.proxy().on("UpdateItem").times(1).cutAfterExecution();
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(patient, "/fill-both");
        await().until(() -> secondAttempt.callsMet() == 1);
        assertThat(browser.get(node, "/fill" + PHOTO + 3).statusCode()).isEqualTo(200);

        Fault nextSave = cluster.proxy().on("UpdateItem").hang();
        secondAttempt.heal();
        await().until(() -> nextSave.callsMet() == 1);
        assertThat(browser.get(node, "/check?name=film&bytes=500000&seed=2").body())
                .isEqualTo("same");

        nextSave.heal();
        assertThat(answer)
                .succeedsWithin(PATIENCE)
                .extracting(HttpResponse::statusCode)
                .isEqualTo(200);
        assertThat(browser.get(node, "/check?name=film&bytes=500000&seed=2").body())
                .isEqualTo("same");
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");
    }

    @Test
    void aValueThatCannotBeReadNowIsAnswered503AndIsThereLater() throws Exception {
        cluster.proxy().on("BatchGetItem").unavailable();
        assertUnavailable(browser.get(node, "/check" + PHOTO + 1));
        assertThat(browser.user(node)).isEqualTo("ann");
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/check" + PHOTO + 1).body()).isEqualTo("same");
        assertThat(node.store().statistics().getFailedReads()).isEqualTo(1);
    }

    @Test
    void partsThatCannotBeDeletedDoNotFailTheRequest() throws Exception {
        cluster.proxy().on("DeleteItem").containing("chunk|").fail();
        assertThat(browser.get(node, "/fill" + PHOTO + 2).statusCode()).isEqualTo(200);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");
    }

    @Test
    void aLogoutWhileBigValuesCannotBeReadWaitsForOneOfThemAndEndsTheSession() throws Exception {
        fillMore();
        cluster.proxy().on("BatchGetItem").fail();
        cluster.proxy().resetCounts();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls("BatchGetItem")).isEqualTo(1);
        assertThat(node.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(cluster.chunks()).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aLogoutWhilePartsCannotBeDeletedWaitsForOneOfThemAndEndsTheSession() throws Exception {
        fillMore();
        cluster.proxy().on("DeleteItem").containing("chunk|").fail();
        cluster.proxy().resetCounts();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls("DeleteItem")).isEqualTo(1);
        assertThat(node.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aSessionThatHasLostAValueEndsOnceAndTheNextRequestGetsAFreshOne() throws Exception {
        cluster.deleteChunks();
        JettyBrowser twin = browser.twin();
        assertUnavailable(browser.get(node, "/check" + PHOTO + 1));
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(twin.login(node)).isNotEqualTo(id);
        assertThat(node.store().statistics().getUnreadableSessions()).isEqualTo(1);
        assertThat(logs.with(id))
                .containsExactly("WARN Session " + id
                        + " is unreadable and was removed: session attribute 'photo' cannot"
                        + " be read: its chunks are missing or damaged");
    }

    @Test
    void aSessionAboveTheLimitIsAnswered500WithoutATraceOfItAndTheLogSaysWhatIsInIt() throws Exception {
        Map<String, AttributeValue> before = cluster.item(id);
        HttpResponse<String> response = browser.get(node, "/fill?name=film&bytes=5000000&seed=2");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("The session could not be saved.\n");
        assertThat(cluster.item(id)).isEqualTo(before);
        assertThat(cluster.chunks()).hasSize(3);
        assertThat(logs.with("too big"))
                .containsExactly(
                        "ERROR A session was not saved, and its request is answered 500: the session is too big: all"
                                + " values take 6000005 bytes, maxSessionSize is 4194304; its largest attributes are 'film'"
                                + " with 5000001, 'photo' with 1000001, 'user' with 3");
    }

    private void fillMore() throws Exception {
        browser.get(node, "/fill?name=film&bytes=500000&seed=2");
        browser.get(node, "/fill?name=song&bytes=500000&seed=3");
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }
}
