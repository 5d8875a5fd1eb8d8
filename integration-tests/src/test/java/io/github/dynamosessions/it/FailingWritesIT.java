package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DynamoDB does not save what a request changed or created: whoever was answered 2xx finds it again. */
class FailingWritesIT {

    private static final Logger LOG = LoggerFactory.getLogger(FailingWritesIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int WRITES = 6;
    private static final int WRITERS = 10;

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

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void aChangeThatCannotBeSavedIsAnswered503AndOneThatIsAnswered2xxIsSaved(FaultKind kind) {
        client.put(cluster.one(), "first", "0");
        String cookie = client.cookie();
        Map<String, Integer> answers = new LinkedHashMap<>();
        for (int i = 0; i < WRITES; i++) {
            boolean faulty = isFaulty(i);
            if (faulty) {
                kind.strike(cluster.proxy().on("UpdateItem"));
            }
            HttpResponse<String> response = timed(kind, cluster.node(i), client, "a" + i);
            cluster.proxy().healAll();

            answers.put("a" + i, response.statusCode());
            assertThat(response.statusCode()).isEqualTo(faulty ? 503 : 204);
            assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(faulty);
        }

        assertThat(client.cookie()).isEqualTo(cookie);
        assertEverySuccessIsSaved(client, answers);
        assertThat(client.attributes(cluster.one()).has("first")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void aSessionThatCannotBeCreatedIsAnswered503WithoutACookieAndOneThatIsAnswered2xxIsThere(FaultKind kind) {
        for (int i = 0; i < WRITES; i++) {
            boolean faulty = isFaulty(i);
            if (faulty) {
                kind.strike(cluster.proxy().on("PutItem"));
            }
            DemoClient user = new DemoClient();
            HttpResponse<String> response = timed(kind, cluster.node(i), user, "a" + i);
            cluster.proxy().healAll();

            assertThat(response.statusCode()).isEqualTo(faulty ? 503 : 204);
            assertThat(response.headers().firstValue("Set-Cookie").isPresent()).isEqualTo(!faulty);
            if (!faulty) {
                assertEverySuccessIsSaved(user, Map.of("a" + i, 204));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"THROTTLED", "INTERNAL_ERROR", "CUT_BEFORE_EXECUTION", "CUT_AFTER_EXECUTION"})
    void nothingThatWasAnswered2xxIsLostWhileDynamoDbFlickers(FaultKind kind) {
        client.put(cluster.one(), "first", "0");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> flicker = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                kind.strike(cluster.proxy().onWrites().times(3));
                int met = cluster.proxy().calls("UpdateItem");
                while (!over.get() && cluster.proxy().calls("UpdateItem") < met + 5) {
                    Thread.onSpinWait();
                }
            }
        });
        List<CompletableFuture<Map.Entry<String, Integer>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "a" + i;
            DemoProcess node = cluster.node(i);
            writers.add(CompletableFuture.supplyAsync(() -> Map.entry(
                    name, new DemoClient(client.cookie()).put(node, name, "1").statusCode())));
        }
        Map<String, Integer> answers = new LinkedHashMap<>();
        writers.forEach(
                writer -> answers.put(writer.join().getKey(), writer.join().getValue()));
        over.set(true);
        flicker.join();
        cluster.proxy().healAll();

        assertThat(answers.values()).isSubsetOf(204, 503);
        assertEverySuccessIsSaved(client, answers);
    }

    @Test
    void aChangeThatWasAnswered503IsNotTriedAgainBehindTheClientsBack() {
        client.put(cluster.one(), "first", "0");
        cluster.proxy().on("UpdateItem").refuseCredentials();
        assertThat(client.put(cluster.one(), "late", "1").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(client.attributes(cluster.one())).hasToString("{\"first\":0}");
    }

    @Test
    void noRequestWaitsForTheFailedSaveOfTheOneBefore() {
        client.put(cluster.one(), "first", "0");
        cluster.proxy().on("UpdateItem").hang();

        for (int i = 0; i < 2; i++) {
            timed(FaultKind.HANGING, cluster.one(), client, "a" + i);
        }
    }

    /** Two of {@link #WRITES}, one on each node. */
    private static boolean isFaulty(int write) {
        return write % 3 == 1;
    }

    private static HttpResponse<String> timed(FaultKind kind, DemoProcess node, DemoClient client, String attribute) {
        long start = System.nanoTime();
        HttpResponse<String> response = client.put(node, attribute, "1");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("{}: {} after {} ms", kind, response.statusCode(), took.toMillis());
        assertThat(took).isLessThan(LIMIT);
        return response;
    }

    private static void assertEverySuccessIsSaved(DemoClient client, Map<String, Integer> answers) {
        for (DemoProcess node : cluster.nodes()) {
            JsonNode attributes = client.attributes(node);
            answers.forEach((name, status) ->
                    assertThat(attributes.has(name) || status != 204).as(name).isTrue());
        }
    }
}
