package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a request costs, counted where DynamoDB would count it. */
class CallsIT {

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

    @Test
    void aRequestWithoutACookieThatNeedsNoSessionMakesNone() {
        assertThat(callsOf(() -> client.session(cluster.one()))).isEmpty();
    }

    @Test
    void aCreationIsOnePut() {
        assertThat(callsOf(() -> client.put(cluster.one(), "cart", "1"))).isEqualTo(Map.of("PutItem", 1));
    }

    @Test
    void aReadIsOneGet() {
        client.put(cluster.one(), "cart", "1");

        assertThat(callsOf(() -> client.session(cluster.two()))).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aChangeIsOneGetAndOneUpdate() {
        client.put(cluster.one(), "cart", "1");

        assertThat(callsOf(() -> client.put(cluster.two(), "cart", "2")))
                .isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
    }

    @Test
    void theSameValueAgainIsOneGet() {
        client.put(cluster.one(), "cart", "[1,{\"sku\":\"x\"}]");

        assertThat(callsOf(() -> client.put(cluster.two(), "cart", "[1,{\"sku\":\"x\"}]")))
                .isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aForgedCookieIsOneGet() {
        DemoClient forger = new DemoClient("JSESSIONID=node01forged0");

        assertThat(callsOf(() -> forger.session(cluster.one()))).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aCreationWithAForgedCookieIsOneGetAndOnePut() {
        DemoClient forger = new DemoClient("JSESSIONID=node01forged1");

        assertThat(callsOf(() -> forger.put(cluster.one(), "cart", "1"))).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
        assertThat(forger.cookie()).doesNotContain("forged");
    }

    /** Jetty reads the session once more to give it its new id. */
    @Test
    void aLoginIsOneTransactionAndTwoGetsBesideTheUserThatItSets() {
        client.put(cluster.one(), "cart", "1");

        assertThat(callsOf(() -> client.login(cluster.two(), "ada")))
                .isEqualTo(Map.of("GetItem", 2, "TransactWriteItems", 1, "UpdateItem", 1));
    }

    @Test
    void aLogoutIsOneGetAndOneDelete() {
        client.put(cluster.one(), "cart", "1");

        assertThat(callsOf(() -> client.logout(cluster.two()))).isEqualTo(Map.of("GetItem", 1, "DeleteItem", 1));
    }

    @Test
    void noRequestScansOrQueriesOrDescribesTheTable() {
        cluster.proxy().resetCounts();
        for (int i = 0; i < 6; i++) {
            DemoClient user = new DemoClient();
            user.put(cluster.node(i), "cart", "1");
            user.session(cluster.node(i + 1));
            user.login(cluster.node(i), "ada");
            user.session(cluster.node(i + 1));
            user.logout(cluster.node(i));
            settle(cluster.node(i), user.session(cluster.node(i)));
        }

        assertThat(cluster.proxy().calls().keySet())
                .isSubsetOf("GetItem", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
                .contains("GetItem", "PutItem");
    }

    /** All of them: also those that follow the answer. */
    private static Map<String, Integer> callsOf(Supplier<HttpResponse<String>> request) {
        cluster.proxy().resetCounts();
        HttpResponse<String> response = request.get();
        for (DemoProcess node : cluster.nodes()) {
            settle(node, response);
        }
        return cluster.proxy().calls();
    }

    /** Answered when the request is complete; by the other node that does not know it, at once. */
    private static void settle(DemoProcess node, HttpResponse<String> response) {
        String request = response.headers().firstValue("X-Demo-Request").orElseThrow();
        new DemoClient().send(node, "GET", "/api/operations/" + request, "");
    }
}
