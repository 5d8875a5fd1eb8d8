package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session ends on one node while a request that will change it is under way on the other. It stays ended. */
class RevivalIT {

    private static final int TIMES = 10;
    private static final int DELAY_MS = 10_000;

    private static Cluster cluster;

    private final ExecutorService threads = Executors.newFixedThreadPool(TIMES);

    @BeforeAll
    static void start() {
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void noSessionThatWasLoggedOutIsRevived() {
        List<DemoClient> clients = loggedIn();
        List<CompletableFuture<HttpResponse<String>>> late = startPuts(clients);
        for (int i = 0; i < TIMES; i++) {
            assertThat(clients.get(i).logout(cluster.node(i + 1)).statusCode()).isEqualTo(204);
        }
        assertNoneIsRevivedBy(late, clients);
    }

    @Test
    void noSessionThatExpiredAndWasEndedIsRevived() {
        List<DemoClient> clients = loggedIn();
        List<CompletableFuture<HttpResponse<String>>> late = startPuts(clients);
        cluster.expireAllAt(System.currentTimeMillis() - 60_000);
        for (int i = 0; i < TIMES; i++) {
            assertThat(clients.get(i).session(cluster.node(i + 1)).statusCode()).isEqualTo(404);
        }
        assertNoneIsRevivedBy(late, clients);
    }

    private static List<DemoClient> loggedIn() {
        List<DemoClient> clients = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            DemoClient client = new DemoClient();
            client.put(cluster.node(i), "cart", "1");
            clients.add(client);
        }
        return clients;
    }

    /** Requests that have read their sessions, and change them when {@link #DELAY_MS} is over. */
    private List<CompletableFuture<HttpResponse<String>>> startPuts(List<DemoClient> clients) {
        cluster.proxy().resetCounts();
        List<CompletableFuture<HttpResponse<String>>> late = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            DemoClient twin = new DemoClient(clients.get(i).cookie());
            DemoProcess node = cluster.node(i);
            late.add(CompletableFuture.supplyAsync(() -> twin.put(node, "late?delayMs=" + DELAY_MS, "1"), threads));
        }
        await().until(() -> cluster.proxy().executed("GetItem") >= TIMES);
        return late;
    }

    private static void assertNoneIsRevivedBy(
            List<CompletableFuture<HttpResponse<String>>> late, List<DemoClient> clients) {
        assertThat(late).allSatisfy(put -> assertThat(put).isNotDone());
        late.forEach(
                put -> assertThat(put.join().headers().firstValue("Set-Cookie")).isEmpty());

        assertThat(clients).noneMatch(client -> cluster.isLive(client.cookie()));
        assertThat(cluster.storedSessions()).isEmpty();
    }
}
