package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes that an application makes when its response has left already, and what counts as which failure. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyAfterCommitIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final String LOST = "made after its response was sent, are lost";

    private final JettyBrowser browser = JettyBrowser.http1();
    private final JettyLogs logs = JettyLogs.capture();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        node.page("/late", JettyAfterCommitIT::changeLate);
        node.page("/late-unstorable", (request, response) -> {
            response.getOutputStream().print("fine");
            response.flushBuffer();
            request.getSession().setAttribute("late", new Object());
        });
    }

    @AfterEach
    void stop() {
        logs.close();
        cluster.close();
    }

    @Test
    void aChangeAfterTheResponseIsSaved() throws Exception {
        String id = browser.login(other);
        assertThat(browser.get(node, "/late").body()).isEqualTo("fine");
        await().untilAsserted(() -> assertThat(cluster.attributes(id)).containsKeys("user", "early", "late"));
        assertThat(browser.get(other, "/get?name=late").body()).isEqualTo("late-change");
        assertThat(node.store().statistics().getLostChanges()).isZero();
    }

    @Test
    void aNewIdThatComesTooLateIsRefusedAndNothingElse() throws Exception {
        String id = browser.login(other);
        node.page("/rotate-late", (request, response) -> {
            response.getWriter().print("first, ");
            response.flushBuffer();
            try {
                request.changeSessionId();
            } catch (IllegalStateException e) {
                request.getSession().setAttribute("late", "1");
                response.getWriter().print("second");
            }
        });
        assertThat(browser.get(node, "/rotate-late").body()).isEqualTo("first, second");
        await().untilAsserted(() -> assertThat(cluster.attributes(id)).containsKeys("user", "late"));
    }

    @Test
    void aChangeBeforeTheResponseIsSavedWhenItsFirstByteArrives() throws Exception {
        CountDownLatch clientHasSeen = new CountDownLatch(1);
        node.page("/waiting", (request, response) -> {
            request.getSession().setAttribute("early", "early-change");
            response.getOutputStream().print("fine");
            response.flushBuffer();
            clientHasSeen.await();
        });
        String id = browser.login(other);
        try {
            browser.open(node, "/waiting");
            assertThat(cluster.attributes(id)).containsKey("early");
        } finally {
            clientHasSeen.countDown();
        }
    }

    @Test
    void aChangeAfterTheResponseThatCannotBeSavedIsLoggedAndCounted() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("UpdateItem").containing("late-change").fail();
        HttpResponse<String> response = browser.get(node, "/late");
        assertThat(response.statusCode()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(node.store().statistics().getLostChanges()).isEqualTo(1));
        assertThat(node.store().statistics().getFailedSaves()).isZero();
        assertThat(cluster.attributes(id)).containsKey("early").doesNotContainKey("late");
        await().untilAsserted(() -> assertThat(logs.with(LOST)).singleElement().satisfies(line -> assertThat(line)
                .startsWith("ERROR Changes of session " + id + ", " + LOST)));
    }

    @Test
    void aChangeAfterTheResponseThatCannotBeSavedAtOnceIsTriedAgain() throws Exception {
        PageNode persistent = startPersistent();
        String id = browser.login(persistent);
        Fault fault = cluster.proxy()
                .on("UpdateItem")
                .containing("late-change")
                .times(2)
                .fail();
        assertThat(browser.get(persistent, "/late").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(cluster.attributes(id)).containsKeys("early", "late"));
        assertThat(fault.callsMet()).isEqualTo(2);
        assertThat(browser.user(persistent))
                .as("the next request on this connection")
                .isEqualTo("ann");
        assertThat(persistent.store().statistics().getLostChanges()).isZero();
    }

    @Test
    void aChangeAfterTheResponseIsLostWhenAllAttemptsHaveFailed() throws Exception {
        PageNode persistent = startPersistent();
        String id = browser.login(persistent);
        Fault fault = cluster.proxy().on("UpdateItem").containing("late-change").fail();
        assertThat(browser.get(persistent, "/late").statusCode()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(persistent.store().statistics().getLostChanges()).isEqualTo(1));
        assertThat(fault.callsMet()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(logs.with(id)).singleElement().satisfies(line -> assertThat(line)
                .startsWith("ERROR Changes of session " + id + ", " + LOST)));
    }

    private PageNode startPersistent() throws Exception {
        PageNode persistent = cluster.start(cluster.options().maxAttempts(3));
        persistent.page("/late", JettyAfterCommitIT::changeLate);
        return persistent;
    }

    private static void changeLate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute("early", "early-change");
        response.getOutputStream().print("fine");
        response.flushBuffer();
        request.getSession().setAttribute("late", "late-change");
    }

    @Test
    void aChangeAfterTheResponseThatCanNeverBeSavedIsLoggedAndCounted() throws Exception {
        String id = browser.login(other);
        assertThat(browser.get(node, "/late-unstorable").statusCode()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(node.store().statistics().getLostChanges()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(logs.with(id))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("ERROR").contains("'late' of java.lang.Object")));
    }

    @Test
    void aChangeAfterTheResponseThatThrowsWhenItIsToBeSavedIsLoggedAndCounted() throws Exception {
        node.page("/late-reluctant", (request, response) -> {
            response.getOutputStream().print("fine");
            response.flushBuffer();
            request.getSession().setAttribute("late", new ReluctantAttribute("not that late"));
        });
        String id = browser.login(node);
        assertThat(browser.get(node, "/late-reluctant").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(logs.with("not that late"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("ERROR Changes of session " + id + ", " + LOST)
                        .contains(ReluctantAttribute.class.getName())));
        assertThat(node.store().statistics().getLostChanges()).isEqualTo(1);
        assertThat(cluster.attributes(id)).containsOnlyKeys("user");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aRequestThatWasAnswered503IsAFailedSaveAndNoLostChange() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(503);
        assertThat(browser.user(node)).as("the next request on this connection").isEqualTo("ann");
        assertThat(cluster.proxy().calls("UpdateItem")).as("not tried again").isEqualTo(1);
        assertThat(node.store().statistics().getFailedSaves()).isEqualTo(1);
        assertThat(node.store().statistics().getLostChanges()).isZero();
        assertThat(node.store().statistics().getFailedReads()).isZero();
    }

    @Test
    void aRequestWhoseSessionCannotBeReadIsAFailedRead() throws Exception {
        browser.login(other);
        cluster.proxy().on("GetItem").fail();
        assertThat(browser.user(node)).isEqualTo("status 503");
        assertThat(node.store().statistics().getFailedReads()).isEqualTo(1);
        assertThat(node.store().statistics().getFailedSaves()).isZero();
        assertThat(logs.with("Sessions cannot be read")).isNotEmpty().allMatch(line -> !line.contains("\n"));
    }
}
