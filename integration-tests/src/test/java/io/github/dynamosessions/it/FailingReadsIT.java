package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DynamoDB does not give the session of a request. */
class FailingReadsIT {

    private static final Logger LOG = LoggerFactory.getLogger(FailingReadsIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String ATTRIBUTES = "{\"cart\":[1,{\"sku\":\"x\"},2.5],\"name\":\"Ada\",\"visits\":7}";

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
    void aRequestWhoseSessionCannotBeReadIsAnswered503AndLeavesTheSessionAsItWas(FaultKind kind) {
        createSession();
        String cookie = client.cookie();

        kind.strike(cluster.proxy().on("GetItem"));
        List<CompletableFuture<Void>> requests = new ArrayList<>();
        for (DemoProcess node : cluster.nodes()) {
            requests.add(refusedInTime(kind, () -> new DemoClient(cookie).session(node)));
            requests.add(refusedInTime(kind, () -> new DemoClient(cookie).put(node, "name", "\"Mallory\"")));
            requests.add(refusedInTime(kind, () -> new DemoClient(cookie).login(node, "mallory")));
            requests.add(refusedInTime(kind, () -> new DemoClient(cookie).logout(node)));
        }
        requests.forEach(CompletableFuture::join);
        cluster.proxy().healAll();

        for (DemoProcess node : cluster.nodes()) {
            assertThat(client.attributes(node)).hasToString(ATTRIBUTES);
            assertThat(node.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void whoAcceptsJsonIsAnsweredInJson() {
        createSession();
        cluster.proxy().on("GetItem").unavailable();

        HttpResponse<String> response =
                client.send(cluster.one(), "GET", "/api/session", "", "Accept", "application/json");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(DemoClient.json(response).path("status").asInt()).isEqualTo(503);
        assertThat(DemoClient.json(response).path("error").asText()).isNotBlank();
    }

    @Test
    void aFaultThatIsOverBeforeTheAttemptsAreIsNotNoticed() {
        createSession();
        try (DemoProcess fresh = DemoProcess.node("fresh", cluster.proxy().endpoint())) {
            cluster.proxy().on("GetItem").times(2).fail();

            assertThat(client.attributes(fresh)).hasToString(ATTRIBUTES);
        }
    }

    @Test
    void aBurstOfFailedReadsIsOneWarningWithoutAStackTrace() {
        createSession();
        try (DemoProcess fresh = DemoProcess.node("fresh", cluster.proxy().endpoint())) {
            cluster.proxy().on("GetItem").refuseCredentials();

            List<CompletableFuture<Integer>> burst = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> new DemoClient(client.cookie()).session(fresh).statusCode()))
                    .toList();

            assertThat(burst.stream().map(CompletableFuture::join)).containsOnly(503);
            await().untilAsserted(() -> assertThat(fresh.output().lines())
                    .filteredOn(line -> line.contains("Sessions cannot be read"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "GetItem"));
            assertThat(fresh.output().lines())
                    .filteredOn(line -> line.contains("WARN") || line.contains("ERROR"))
                    .hasSize(1);
            assertThat(fresh.output()).doesNotContain("\tat ");
        }
    }

    private void createSession() {
        client.put(cluster.one(), "cart", "[1,{\"sku\":\"x\"},2.5]");
        client.put(cluster.two(), "name", "\"Ada\"");
        client.put(cluster.one(), "visits", "7");
        assertThat(client.attributes(cluster.two())).hasToString(ATTRIBUTES);
    }

    private static CompletableFuture<Void> refusedInTime(FaultKind kind, Supplier<HttpResponse<String>> request) {
        return CompletableFuture.runAsync(() -> assertRefusedInTime(kind, request));
    }

    private static void assertRefusedInTime(FaultKind kind, Supplier<HttpResponse<String>> request) {
        long start = System.nanoTime();
        HttpResponse<String> response = request.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("{}: {} after {} ms", kind, response.statusCode(), took.toMillis());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(took).isLessThan(LIMIT);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.body().length()).isBetween(1, 200);
    }
}
