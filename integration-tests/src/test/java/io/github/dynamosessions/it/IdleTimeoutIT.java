package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions with a short idle timeout, on two nodes. */
@ParameterizedClass
@EnumSource(PageServer.class)
class IdleTimeoutIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int IDLE_SECONDS = 4;
    private static final Duration IDLE = Duration.ofSeconds(IDLE_SECONDS);
    private static final Duration PAUSE = Duration.ofMillis(IDLE.toMillis() * 45 / 100);
    // The stored expiry covers for accesses that are not written, for at most a tenth of the idle timeout.
    private static final Duration LONGEST_LIFE = IDLE.plus(IDLE.dividedBy(10)).plusMillis(100);

    private static JettyCluster cluster;
    private static PageNode[] nodes;

    @Parameter
    PageServer server;

    private final JettyBrowser reader = JettyBrowser.http1();
    private final JettyBrowser writer = JettyBrowser.http1();

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        nodes = new PageNode[] {cluster.start(), cluster.start()};
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void login() throws Exception {
        for (JettyBrowser browser : new JettyBrowser[] {reader, writer}) {
            browser.login(nodes[0]);
            browser.get(nodes[1], "/timeout?seconds=" + IDLE_SECONDS);
        }
    }

    @Test
    void aSessionLivesWhileItIsUsedOnWhicheverNodeAndEndsOnBothWhenItIsLeftAlone() throws Exception {
        long start = System.nanoTime();
        for (int i = 1; System.nanoTime() - start < LONGEST_LIFE.plus(IDLE).toNanos(); i++) {
            pause(PAUSE);
            assertThat(reader.user(nodes[i % 2])).isEqualTo("ann");
            assertThat(writer.get(nodes[i % 2], "/set?name=step&value=" + i).statusCode())
                    .isEqualTo(200);
            assertThat(writer.get(nodes[(i + 1) % 2], "/get?name=step").body()).isEqualTo(Integer.toString(i));
        }

        pause(LONGEST_LIFE);

        for (PageNode node : nodes) {
            assertThat(reader.user(node)).isEqualTo("no session");
            assertThat(writer.user(node)).isEqualTo("no session");
        }
    }

    @Test
    void aSessionThatWasUsedOnOneNodeAloneIsAliveOnTheOtherJustBeforeItsTimeout() throws Exception {
        reader.user(nodes[0]);
        pause(IDLE.minusMillis(1_200));

        assertThat(reader.user(nodes[1])).isEqualTo("ann");
    }

    @Test
    void theStoredExpiryCoversAnAccessThatIsNotWritten() throws Exception {
        writer.get(nodes[0], "/timeout?seconds=600"); // so that a minute need not be written
        cluster.proxy().resetCounts();
        long beforeMs = System.currentTimeMillis();
        assertThat(writer.user(nodes[1])).isEqualTo("ann");
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 1));
        assertThat(Long.parseLong(cluster.item(writer.id()).get("expiry").n())).isGreaterThan(beforeMs + 600_000);
    }

    @Test
    void aChangeOfAnExpiredSessionMakesANewOneWithoutItsAttributes() throws Exception {
        String expired = writer.id();
        pause(LONGEST_LIFE);

        assertThat(writer.get(nodes[1], "/set?name=cart&value=book").statusCode())
                .isEqualTo(200);

        assertThat(writer.id()).isNotEqualTo(expired);
        assertThat(cluster.attributes(writer.id())).containsOnlyKeys("cart");
    }

    /** Time is what is tested here. */
    private static void pause(Duration duration) {
        await().atMost(duration.plusSeconds(10)).pollDelay(duration).until(() -> true);
    }
}
