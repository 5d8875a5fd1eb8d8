package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A node does not need DynamoDB to start. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyStartIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    PageServer server;

    @Test
    void aNodeThatStartsWhileDynamoDbIsAwayServesAsSoonAsItIsBack() throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        JettyBrowser anonymous = JettyBrowser.http1();
        try (JettyLogs logs = JettyLogs.capture();
                JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            browser.login(cluster.start());
            cluster.proxy().onAll().cutBeforeExecution();
            cluster.proxy().resetCounts();

            PageNode node = cluster.start(cluster.options().autoCreateTable(false));
            assertThat(cluster.proxy().calls().keySet()).isEqualTo(Set.of("GetItem"));
            assertThat(logs.with(cluster.table()))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains(
                            "endpoint=" + cluster.proxy().endpoint(),
                            "Requests that use a session get 503 until this is fixed")
                    .doesNotContain("\tat ");
            HttpResponse<String> response = browser.get(node, "/get?name=user");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
            assertThat(anonymous.get(node, "/hello").body()).isEqualTo("hello");
            assertThat(anonymous.user(node)).isEqualTo("no session");
            assertThat(anonymous.get(node, "/set?name=user&value=bob").statusCode())
                    .isEqualTo(503);
            node.scavenge();

            cluster.proxy().healAll();
            assertThat(browser.user(node)).isEqualTo("ann");
            anonymous.login(node);
            assertThat(anonymous.user(node)).isEqualTo("ann");
        }
    }

    @Test
    void aNodeThatIsToCreateItsTableStartsWhileDynamoDbIsAwayAndCreatesItAsSoonAsItIsBack() throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        try (JettyLogs logs = JettyLogs.capture();
                JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            cluster.proxy().onAll().cutBeforeExecution();
            PageNode node = cluster.start();
            assertThat(logs.with("Cannot read table '" + cluster.table()))
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .doesNotContain("\tat ");
            assertThat(browser.get(node, "/set?name=user&value=ann").statusCode())
                    .isEqualTo(503);
            assertThat(browser.get(node, "/hello").statusCode()).isEqualTo(200);

            cluster.proxy().healAll();
            await().atMost(PATIENCE)
                    .until(() -> browser.get(node, "/set?name=user&value=ann").statusCode() == 200);
            assertThat(browser.user(node)).isEqualTo("ann");
        }
    }

    @Test
    void aNodeThatMayNotReadItsTableSaysWhichRightIsMissing() throws Exception {
        try (JettyLogs logs = JettyLogs.capture();
                JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            cluster.start();
            cluster.proxy().on("GetItem").denyAccess();

            PageNode node = cluster.start(cluster.options().autoCreateTable(false));

            assertThat(node.store().isStarted()).isTrue();
            assertThat(logs.with(cluster.table()))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("; the role needs dynamodb:GetItem on the table");
        }
    }

    @Test
    void theFirstRequestMakesItsOwnCallsAndNoOther() throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        try (JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            browser.login(cluster.start());
            PageNode node = cluster.start(cluster.options().autoCreateTable(false));
            cluster.proxy().resetCounts();

            assertThat(browser.user(node)).isEqualTo("ann");
            assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 1));
        }
    }
}
