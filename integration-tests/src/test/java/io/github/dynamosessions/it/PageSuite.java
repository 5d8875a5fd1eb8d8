package io.github.dynamosessions.it;

import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests on two nodes of one kind of server, with a DynamoDB that fails on demand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageSuite {

    @RegisterExtension
    static final DynamoDbLocalExtension DYNAMO_DB = new DynamoDbLocalExtension();

    private final PageServer server;

    JettyCluster cluster;

    /** The one that DynamoDB fails; it gives up attempts. */
    PageNode node;

    /** Another one, which is patient. */
    PageNode other;

    JettyBrowser browser;

    PageSuite(PageServer server) {
        this.server = server;
    }

    /** Tries everything once, and waits for as long as a busy machine takes. */
    DynamoSessionOptions.Builder patient() {
        return cluster.options().autoCreateTable(false);
    }

    /** Gives up attempts, as the defaults say. */
    DynamoSessionOptions.Builder impatient() {
        return patient()
                .apiCallTimeout(Duration.ofSeconds(3))
                .apiCallAttemptTimeout(Duration.ofSeconds(1))
                .maxAttempts(4);
    }

    /** One more node, for a test that closes it. */
    PageNode start(DynamoSessionOptions options) throws Exception {
        return server.start(options);
    }

    @BeforeAll
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

    @AfterAll
    void stopNodes() {
        node.close();
        other.close();
        cluster.close();
    }
}
