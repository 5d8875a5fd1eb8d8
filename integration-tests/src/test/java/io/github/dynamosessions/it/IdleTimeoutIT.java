package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes with a short idle timeout. */
class IdleTimeoutIT {

    private static final int IDLE_SECONDS = 4;
    private static final Duration IDLE = Duration.ofSeconds(IDLE_SECONDS);
    private static final Duration PAUSE = Duration.ofMillis(IDLE.toMillis() * 45 / 100);
    // The stored expiry covers for accesses that are not written, for at most a tenth of the idle timeout.
    private static final Duration LONGEST_LIFE = IDLE.plus(IDLE.dividedBy(10)).plusMillis(100);

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start("--max-inactive=" + IDLE_SECONDS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aSessionLivesWhileItIsUsedOnWhicheverNodeAndEndsOnBothWhenItIsLeftAlone() {
        DemoClient reader = new DemoClient();
        DemoClient writer = new DemoClient();
        reader.put(cluster.one(), "cart", "1");
        writer.put(cluster.two(), "cart", "1");
        long start = System.nanoTime();
        for (int i = 1; System.nanoTime() - start < IDLE.multipliedBy(3).toNanos(); i++) {
            pause(PAUSE);
            assertThat(reader.attributes(cluster.node(i)).path("cart").asInt()).isEqualTo(1);
            assertThat(writer.put(cluster.node(i), "step", Integer.toString(i)).statusCode())
                    .isEqualTo(204);
            assertThat(writer.attributes(cluster.node(i + 1))).hasToString("{\"cart\":1,\"step\":" + i + "}");
        }

        pause(LONGEST_LIFE);

        for (DemoProcess node : cluster.nodes()) {
            assertThat(reader.session(node).statusCode()).isEqualTo(404);
            assertThat(writer.session(node).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aSessionThatIsWrittenOnOneNodeAloneIsAliveOnTheOtherJustBeforeItsTimeout() {
        DemoClient client = new DemoClient();
        client.put(cluster.one(), "cart", "1");
        client.session(cluster.one());
        pause(IDLE.minusMillis(800));

        assertThat(client.attributes(cluster.two()).path("cart").asInt()).isEqualTo(1);
    }

    @Test
    void aChangeOfAnExpiredSessionMakesANewOneWithoutItsAttributes() {
        DemoClient client = new DemoClient();
        client.put(cluster.one(), "secret", "1");
        String old = client.cookie();
        pause(LONGEST_LIFE);

        assertThat(client.put(cluster.two(), "cart", "1").statusCode()).isEqualTo(204);

        assertThat(client.cookie()).isNotEqualTo(old);
        assertThat(client.attributes(cluster.one())).hasToString("{\"cart\":1}");
    }

    /** Time is what is tested here. */
    private static void pause(Duration duration) {
        await().atMost(duration.plusSeconds(10)).pollDelay(duration).until(() -> true);
    }
}
