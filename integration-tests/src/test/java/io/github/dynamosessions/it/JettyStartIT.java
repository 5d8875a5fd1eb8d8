package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A node does not need DynamoDB to start, where it need not create the table. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyStartIT {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    @Parameter
    PageServer server;

    @Test
    void aNodeThatStartsWhileDynamoDbIsAwayServesAsSoonAsItIsBack() throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        JettyBrowser anonymous = JettyBrowser.http1();
        try (JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            browser.login(cluster.start());
            cluster.proxy().onAll().cutBeforeExecution();
            cluster.proxy().resetCounts();

            PageNode node = cluster.start(cluster.options().autoCreateTable(false));
            assertThat(cluster.proxy().calls()).isEmpty();
            HttpResponse<String> response = browser.get(node, "/get?name=user");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
            assertThat(browser.get(node, "/hello").statusCode()).isEqualTo(503);
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
}
