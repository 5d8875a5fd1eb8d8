package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A login gives the session a new id while other requests work under the old one, on any node. */
class RotationRacesIT {

    private static final int WRITERS = 20;

    private static Cluster cluster;

    private final DemoClient client = new DemoClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);

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
    void aSlowChangeUnderTheOldIdArrivesInTheSessionUnderTheNewId() {
        String old = createSession();
        CompletableFuture<HttpResponse<String>> slow = startPut(old, cluster.one(), "late?delayMs=1500");
        awaitReads(1);

        assertThat(client.login(cluster.two(), "ada").statusCode()).isEqualTo(204);
        boolean underWay = !slow.isDone();
        boolean oldLives = cluster.isLive(old);
        HttpResponse<String> answer = slow.join();

        assertThat(underWay).isTrue();
        assertThat(oldLives).isFalse();
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(client.cookie()).isNotEqualTo(old);
        assertThat(cluster.isLive(old)).isFalse();
        assertServed(client, "{\"cart\":1,\"late\":1,\"user\":\"ada\"}");
    }

    @Test
    void aSlowChangeFollowsTheSessionThroughTwoLogins() {
        String old = createSession();
        CompletableFuture<HttpResponse<String>> slow = startPut(old, cluster.one(), "late?delayMs=1500");
        awaitReads(1);

        client.login(cluster.two(), "ada");
        client.login(cluster.one(), "grace");

        assertThat(slow.join().statusCode()).isEqualTo(204);
        assertServed(client, "{\"cart\":1,\"late\":1,\"user\":\"grace\"}");
    }

    @RepeatedTest(10)
    void ofTwoLoginsAtOnceOneWinsAndTheOtherIsAnswered503WithoutACookie() {
        String old = createSession();
        DemoClient first = new DemoClient(old);
        DemoClient second = new DemoClient(old);
        Fault hold = cluster.proxy().on(StoreUpdate.ROTATION).hang();

        List<CompletableFuture<HttpResponse<String>>> logins = List.of(
                CompletableFuture.supplyAsync(() -> first.login(cluster.one(), "ada"), threads),
                CompletableFuture.supplyAsync(() -> second.login(cluster.two(), "ada"), threads));
        awaitReads(2); // the one that came later would find no session, and get another one
        hold.heal();

        List<HttpResponse<String>> answers =
                logins.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(204, 503);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 503)
                .allSatisfy(lost -> assertThat(lost.headers().map()).doesNotContainKey("set-cookie"));
        List<DemoClient> live = Stream.of(first, second)
                .filter(user -> cluster.isLive(user.cookie()))
                .toList();
        assertThat(live).extracting(DemoClient::cookie).hasSize(1).doesNotContain(old);
        assertThat(cluster.isLive(old)).isFalse();
        assertServed(live.get(0), "{\"cart\":1,\"user\":\"ada\"}");
    }

    @RepeatedTest(3)
    void ofTwentyChangesWithALoginInTheirMidstNoneIsLost() {
        String old = createSession();
        List<CompletableFuture<HttpResponse<String>>> puts = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            puts.add(startPut(old, cluster.node(i), "name" + i + "?delayMs=" + (500 + i * 25)));
        }
        awaitReads(WRITERS);
        // The first of them is being saved now.
        await().until(() -> cluster.proxy().calls("UpdateItem") > 0);
        assertThat(client.login(cluster.two(), "ada").statusCode()).isEqualTo(204);

        assertThat(puts.stream().map(put -> put.join().statusCode())).containsOnly(204);
        assertThat(cluster.isLive(old)).isFalse();
        for (DemoProcess node : cluster.nodes()) {
            JsonNode attributes = client.attributes(node);
            assertThat(attributes).hasSize(WRITERS + 2);
            assertThat(attributes.path("user").asText()).isEqualTo("ada");
        }
    }

    /** Its cookie. The login keeps the client's own. */
    private String createSession() {
        client.put(cluster.one(), "cart", "1");
        cluster.proxy().resetCounts();
        return client.cookie();
    }

    private CompletableFuture<HttpResponse<String>> startPut(String cookie, DemoProcess node, String attribute) {
        return CompletableFuture.supplyAsync(() -> new DemoClient(cookie).put(node, attribute, "1"), threads);
    }

    /** Until requests have begun: they have read their session. */
    private static void awaitReads(int reads) {
        await().until(() -> cluster.proxy().executed("GetItem") >= reads);
    }

    private static void assertServed(DemoClient user, String attributes) {
        for (DemoProcess node : cluster.nodes()) {
            assertThat(user.attributes(node)).hasToString(attributes);
        }
    }
}
