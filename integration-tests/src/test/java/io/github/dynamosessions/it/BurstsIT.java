package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many requests fail for one reason: that is one line in the log of a node, and a number for each. */
@Isolated("all that is logged here must come from here")
class BurstsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int REQUESTS = 40;

    private final JettyBrowser browser = JettyBrowser.http1();
    private final ExecutorService threads = Executors.newFixedThreadPool(REQUESTS / 4);
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;
    private JettyLogs logs;

    private void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        browser.login(node);
        logs = JettyLogs.capture();
    }

    @AfterEach
    void stop() {
        logs.close();
        cluster.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatCannotBeReadAreOneWarning(PageServer server) throws Exception {
        start(server);
        cluster.proxy().on("GetItem").refuseCredentials();

        assertThat(statuses("/get?name=user")).containsOnly(503);

        assertOneWarningOfEachNode("WARN Sessions cannot be read: GetItem failed: ");
        assertThat(node.store().statistics().getFailedReads()).isEqualTo(REQUESTS / 2);
        assertThat(other.store().statistics().getFailedReads()).isEqualTo(REQUESTS / 2);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatCannotBeSavedAreOneWarning(PageServer server) throws Exception {
        start(server);
        cluster.proxy().on("UpdateItem").missingTable();

        assertThat(statuses("/set?name=cart&value=%d")).containsOnly(503);

        assertOneWarningOfEachNode("WARN Sessions cannot be saved: UpdateItem failed: ");
        assertThat(node.store().statistics().getFailedSaves()).isEqualTo(REQUESTS / 2);
        assertThat(other.store().statistics().getFailedSaves()).isEqualTo(REQUESTS / 2);
    }

    @ParameterizedTest
    @EnumSource
    void housekeepingThatFailsTurnAfterTurnIsOneWarning(PageServer server) throws Exception {
        start(server);
        cluster.proxy().on("Query").throttle();

        for (int turn = 0; turn < 3; turn++) {
            cluster.scavenge();
        }

        assertOneWarningOfEachNode("WARN Looking for expired sessions is left to the next turn: Query failed: ");
    }

    private List<Integer> statuses(String page) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            JettyBrowser twin = browser.twin();
            PageNode one = i % 2 == 0 ? node : other;
            String each = page.formatted(i);
            answers.add(threads.submit(() -> twin.get(one, each).statusCode()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }

    /** Of one line: no stack trace, and no session id. */
    private void assertOneWarningOfEachNode(String start) {
        await().untilAsserted(() -> assertThat(logs.with(start)).hasSize(2));
        assertThat(logs.with(""))
                .filteredOn(line -> !line.matches("(INFO|DEBUG|TRACE) .*"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith(start).doesNotContain("\n", browser.id()));
    }
}
