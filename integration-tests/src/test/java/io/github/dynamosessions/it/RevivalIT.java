package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session ends on one node while a request that will change it is under way on the other. It stays ended. */
class RevivalIT {

    private static final int TIMES = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(TIMES);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void noSessionThatWasLoggedOutIsRevived() {
        try (Cluster cluster = Cluster.start()) {
            List<DemoClient> clients = new ArrayList<>();
            List<CompletableFuture<HttpResponse<String>>> late = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                DemoClient client = new DemoClient();
                client.put(cluster.node(i), "cart", "1");
                clients.add(client);
            }
            cluster.proxy().resetCounts();
            for (int i = 0; i < TIMES; i++) {
                late.add(startPut(clients.get(i), cluster.node(i), 10_000));
            }
            await().until(() -> cluster.proxy().executed("GetItem") >= TIMES);
            for (int i = 0; i < TIMES; i++) {
                assertThat(clients.get(i).logout(cluster.node(i + 1)).statusCode())
                        .isEqualTo(204);
            }
            assertThat(late).allSatisfy(put -> assertThat(put).isNotDone());
            late.forEach(put ->
                    assertThat(put.join().headers().firstValue("Set-Cookie")).isEmpty());

            assertThat(clients).noneMatch(client -> cluster.isLive(client.cookie()));
            assertThat(cluster.storedSessions()).isEmpty();
        }
    }

    @Test
    void noSessionThatExpiredAndWasEndedIsRevived() {
        try (Cluster cluster = Cluster.start("--max-inactive=2")) {
            List<DemoClient> clients = new ArrayList<>();
            List<CompletableFuture<HttpResponse<String>>> late = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                DemoClient client = new DemoClient();
                client.put(cluster.node(i), "cart", "1");
                clients.add(client);
                late.add(startPut(client, cluster.node(i), 20_000));
            }
            for (int i = 0; i < TIMES; i++) {
                DemoClient client = clients.get(i);
                DemoProcess other = cluster.node(i + 1);
                // Asking often would keep it alive.
                await().pollDelay(Duration.ofMillis(i == 0 ? 3500 : 0))
                        .until(() -> client.session(other).statusCode() == 404);
            }
            assertThat(late).allSatisfy(put -> assertThat(put).isNotDone());
            late.forEach(CompletableFuture::join);

            assertThat(clients).noneMatch(client -> cluster.isLive(client.cookie()));
            assertThat(cluster.storedSessions()).isEmpty();
        }
    }

    private CompletableFuture<HttpResponse<String>> startPut(DemoClient client, DemoProcess node, int delayMs) {
        DemoClient other = new DemoClient(client.cookie());
        return CompletableFuture.supplyAsync(() -> other.put(node, "late?delayMs=" + delayMs, "1"), threads);
    }
}
