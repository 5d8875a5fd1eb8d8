package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests on a node that keeps sessions in memory, and another one beside it, for each kind of server. */
@ParameterizedClass
@EnumSource(PageServer.class)
abstract class InMemorySuite {

    @RegisterExtension
    static final DynamoDbLocalExtension DYNAMO_DB = new DynamoDbLocalExtension();

    @Parameter
    PageServer server;

    final JettyBrowser browser = JettyBrowser.http1();

    JettyCluster cluster;

    /** Keeps sessions in memory. */
    PageNode node;

    /** Does not, unless a test class has it otherwise. */
    PageNode other;

    @BeforeEach
    void startNodes() throws Exception {
        cluster = new JettyCluster(server, DYNAMO_DB);
        node = cluster.start(inMemory());
        other = startOther();
    }

    PageNode startOther() throws Exception {
        return cluster.start();
    }

    DynamoSessionOptions.Builder inMemory() {
        return cluster.options().sessionCache(SessionCaching.IN_MEMORY);
    }

    @AfterEach
    void stopNodes() {
        cluster.close();
    }
}
