package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** DynamoDB does what it is told, and its answer gets lost: the next attempt recognises what the first has done. */
class CutAnswersIT {

    private static Cluster cluster;

    private final DemoClient client = new DemoClient();

    @BeforeAll
    static void start() {
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @Test
    void aSessionWhoseCreationIsTriedTwiceIsCreatedOnce() {
        int before = cluster.storedSessions().size();
        cluster.proxy().resetCounts();
        cluster.proxy().on("PutItem").times(1).cutAfterExecution();

        assertThat(client.put(cluster.one(), "cart", "1").statusCode()).isEqualTo(204);

        assertThat(cluster.proxy().calls("PutItem")).isEqualTo(2);
        assertThat(cluster.proxy().executed("PutItem")).isEqualTo(1);
        assertThat(cluster.storedSessions()).hasSize(before + 1);
        assertServed("{\"cart\":1}");
    }

    @Test
    void aChangeThatIsTriedTwiceIsThereOnce() {
        client.put(cluster.one(), "cart", "1");
        cluster.proxy().resetCounts();
        cluster.proxy().on("UpdateItem").times(1).cutAfterExecution();

        assertThat(client.put(cluster.one(), "cart", "2").statusCode()).isEqualTo(204);

        assertThat(cluster.proxy().calls("UpdateItem"))
                .as("the first, and its retry")
                .isEqualTo(2);
        assertServed("{\"cart\":2}");
    }

    @Test
    void aLoginThatIsTriedTwiceLeavesOneLiveId() {
        client.put(cluster.one(), "cart", "1");
        String old = client.cookie();
        int before = cluster.storedSessions().size();
        cluster.proxy().on(StoreUpdate.ROTATION).times(1).cutAfterExecution();

        assertThat(client.login(cluster.one(), "ada").statusCode()).isEqualTo(204);

        assertThat(client.cookie()).isNotEqualTo(old);
        assertThat(cluster.isLive(old)).isFalse();
        assertThat(cluster.storedSessions()).hasSize(before);
        assertServed("{\"cart\":1,\"user\":\"ada\"}");
    }

    @Test
    void aLoginWhoseAnswersAreAllLostDoesNotLoseTheSession() {
        client.put(cluster.one(), "cart", "1");
        cluster.proxy().on(StoreUpdate.ROTATION).cutAfterExecution();

        client.login(cluster.one(), "ada");
        cluster.proxy().healAll();

        assertThat(client.attributes(cluster.one()).path("cart").asInt()).isEqualTo(1);
        assertThat(client.attributes(cluster.two()).path("cart").asInt()).isEqualTo(1);
    }

    @Test
    void aLogoutThatIsTriedTwiceEndsTheSession() {
        client.put(cluster.one(), "cart", "1");
        cluster.proxy().on(StoreUpdate.END).times(1).cutAfterExecution();

        assertThat(client.logout(cluster.one()).statusCode()).isEqualTo(204);

        assertThat(cluster.isLive(client.cookie())).isFalse();
    }

    private void assertServed(String attributes) {
        for (DemoProcess node : List.of(cluster.one(), cluster.two())) {
            assertThat(client.attributes(node)).hasToString(attributes);
        }
    }
}
