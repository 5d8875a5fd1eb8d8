package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.SessionStatistics;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store counts of requests whose calls fail. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyStatisticsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;
    private SessionStatistics statistics;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start(cluster.options().maxAttempts(3));
        statistics = node.store().statistics();
        browser.login(node);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aCallThatSucceedsAtLastIsOneOperationAndItsRetries() throws Exception {
        long operations = statistics.getOperations();
        long received = statistics.getBytesReceived();
        cluster.proxy().on("GetItem").times(2).throttle();

        assertThat(browser.user(node)).isEqualTo("ann");

        assertThat(statistics.getOperations() - operations).isEqualTo(1);
        assertThat(statistics.getRetries()).isEqualTo(2);
        assertThat(statistics.getFailedOperations()).isZero();
        assertThat(statistics.getFailedReads()).isZero();
        assertThat(statistics.getBytesReceived() - received)
                .as("two errors and an item")
                .isGreaterThan(500);
    }

    @Test
    void aReadThatFailsIsAFailedOperationAndAFailedRequest() throws Exception {
        cluster.proxy().on("GetItem").fail();

        assertThat(browser.get(node, "/get?name=user").statusCode()).isEqualTo(503);

        assertThat(statistics.getFailedOperations()).isEqualTo(1);
        assertThat(statistics.getRetries()).isEqualTo(2);
        assertThat(statistics.getFailedReads()).isEqualTo(1);
        assertThat(statistics.getFailedSaves()).isZero();
    }
}
