package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that changes nothing prolongs its session, if that is due. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyTouchesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final long A_MINUTE_MS = 60_000;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        browser.login(node);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aSessionThatNeedsNoMoreTimeIsNotWritten() throws Exception {
        cluster.proxy().onWrites().fail();

        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aSessionIsProlongedBeforeTheFirstByteOfTheResponseArrives() throws Exception {
        CountDownLatch clientHasSeen = new CountDownLatch(1);
        node.page("/waiting", (request, response) -> {
            request.getSession().getAttribute("user");
            response.getOutputStream().print("fine");
            response.flushBuffer();
            clientHasSeen.await();
        });
        endsSoon();
        try {
            browser.open(node, "/waiting");
            assertThat(expiryMs()).isGreaterThan(inMinutes(29));
        } finally {
            clientHasSeen.countDown();
        }
    }

    @Test
    void aRequestThatCannotProlongItsSessionIsAnswered503() throws Exception {
        endsSoon();
        long endMs = expiryMs();
        cluster.proxy().on("UpdateItem").fail();

        HttpResponse<String> response = browser.get(node, "/get?name=user");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(expiryMs()).isEqualTo(endMs);

        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(expiryMs()).isGreaterThan(inMinutes(29));
    }

    /** Of thirty minutes, ten are left. */
    private void endsSoon() {
        cluster.expireAt(browser.id(), inMinutes(10));
    }

    private long expiryMs() {
        return Long.parseLong(cluster.item(browser.id()).get("expiry").n());
    }

    private static long inMinutes(int minutes) {
        return System.currentTimeMillis() + minutes * A_MINUTE_MS;
    }
}
