package io.github.dynamosessions.it;

import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests on two nodes of each kind of server, with a DynamoDB that fails on demand. */
@ParameterizedClass
@EnumSource(PageServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageSuite {

    /** Of an {@link #impatient} node, for each call. */
    static final int ATTEMPTS = 4;

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Parameter
    PageServer server;

    JettyCluster cluster;

    /** The one that DynamoDB fails; it gives up attempts. */
    PageNode node;

    /** Another one, which is patient. */
    PageNode other;

    JettyBrowser browser;

    /** Tries everything once, and waits for as long as a busy machine takes. */
    DynamoSessionOptions.Builder patient() {
        return cluster.options().autoCreateTable(false);
    }

    /** Gives up attempts, as the defaults say. */
    DynamoSessionOptions.Builder impatient() {
        return patient()
                .apiCallTimeout(Duration.ofSeconds(3))
                .apiCallAttemptTimeout(Duration.ofSeconds(1))
                .maxAttempts(ATTEMPTS);
    }

    /** One more node, for a test that closes it. */
    PageNode start(DynamoSessionOptions options) throws Exception {
        return server.start(options);
    }

    @BeforeParameterizedClassInvocation
    void startNodes() throws Exception {
        cluster = new JettyCluster(DYNAMO_DB);
        server.start(cluster.options().build()).close(); // creates the table, and may take its time
        node = start(impatient().build());
        other = start(patient().build());
        await().atMost(Duration.ofMinutes(1)) // what is slow the first time is over then
                .ignoreExceptions()
                .until(() -> !JettyBrowser.http1().login(node).isEmpty());
    }

    @BeforeEach
    void openBrowser() {
        browser = JettyBrowser.http1();
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @AfterParameterizedClassInvocation
    void stopNodes() {
        node.close();
        other.close();
        cluster.close();
    }
}
