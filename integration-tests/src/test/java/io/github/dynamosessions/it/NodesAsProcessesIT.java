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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes, each a process of its own, on one table. */
class NodesAsProcessesIT {

    private static final int WRITERS = 50;

    private static Cluster cluster;
    private static DemoProcess one;
    private static DemoProcess two;

    private final DemoClient client = new DemoClient();

    @BeforeAll
    static void start() {
        cluster = Cluster.start();
        one = cluster.one();
        two = cluster.two();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void anAttributeSetOnOneNodeIsReadOnTheOther() {
        assertThat(client.put(one, "cart", "[1,{\"sku\":\"x\"},2.5]").statusCode())
                .isEqualTo(204);

        assertThat(DemoClient.json(client.session(two)).path("node").asText()).isEqualTo("two");
        assertThat(client.attributes(two).path("cart")).hasToString("[1,{\"sku\":\"x\"},2.5]");
    }

    @Test
    void ofTwoHundredLoginsTheOtherNodeMissesNone() {
        List<String> misses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            DemoClient user = new DemoClient();
            DemoProcess here = i % 2 == 0 ? one : two;
            DemoProcess there = i % 2 == 0 ? two : one;
            user.put(here, "cart", "1");
            user.login(here, "user" + i);
            if (!user.attributes(there).path("user").asText().equals("user" + i)) {
                misses.add("user" + i);
            }
        }
        assertThat(misses).isEmpty();
    }

    @Test
    void aNodeThatIsKilledRightAfterItsAnswerLosesNothing() {
        for (int i = 0; i < 3; i++) {
            DemoProcess doomed = DemoProcess.node("doomed", cluster.proxy().endpoint());
            int status = client.put(doomed, "order" + i, "\"paid\"").statusCode();
            doomed.kill();

            assertThat(status).isEqualTo(204);
            assertThat(client.attributes(one).path("order" + i).asText()).isEqualTo("paid");
        }
    }

    @Test
    void fiftyRequestsThatReadBeforeAnyOfThemWritesKeepTheirFiftyAttributes() {
        client.put(cluster.one(), "first", "0");
        cluster.proxy().resetCounts();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<CompletableFuture<HttpResponse<String>>> puts = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                DemoProcess node = cluster.node(i);
                String name = "name" + i;
                puts.add(CompletableFuture.supplyAsync(
                        () -> new DemoClient(client.cookie()).put(node, name + "?delayMs=5000", "1"), threads));
            }
            await().until(() -> cluster.proxy().executed("GetItem") >= WRITERS);
            assertThat(cluster.proxy().executed("UpdateItem")).isZero();
            assertThat(puts)
                    .allSatisfy(put -> assertThat(put.join().statusCode()).isEqualTo(204));
        } finally {
            threads.shutdown();
        }
        assertThat(client.attributes(cluster.one())).hasSize(WRITERS + 1);
        assertThat(client.attributes(cluster.two())).hasSize(WRITERS + 1);
    }

    @Test
    void aSessionThatWasLoggedOutIsNotRevivedByARequestThatWasUnderWay() {
        client.put(one, "cart", "1");
        CompletableFuture<Integer> late = CompletableFuture.supplyAsync(() -> new DemoClient(client.cookie())
                .put(two, "late?delayMs=1000", "1")
                .statusCode());
        DemoClient other = new DemoClient(client.cookie());
        while (other.operations(two).path("calls").path("GetItem").asInt() == 0) {
            Thread.onSpinWait();
        }
        client.logout(one);
        late.join();

        assertThat(client.session(one).statusCode()).isEqualTo(404);
        assertThat(client.session(two).statusCode()).isEqualTo(404);
    }

    @Test
    void noOperationIsEverAScan() {
        client.put(one, "a", "1");
        client.login(two, "ada");
        client.logout(one);

        for (DemoProcess node : List.of(one, two)) {
            assertThat(client.operations(node).path("calls").fieldNames())
                    .toIterable()
                    .isSubsetOf("GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem");
        }
    }
}
