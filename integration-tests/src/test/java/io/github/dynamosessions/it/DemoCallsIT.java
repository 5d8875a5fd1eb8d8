package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a request to the demo costs, counted between its nodes and DynamoDB. */
class DemoCallsIT {

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
    void aRequestWithoutACookieThatNeedsNoSessionMakesNoCall() {
        assertThat(callsOf(404, () -> client.session(cluster.one()))).isEmpty();
    }

    @Test
    void aCreationIsOnePut() {
        assertThat(callsOf(204, () -> client.put(cluster.one(), "cart", "1"))).isEqualTo(Map.of("PutItem", 1));
    }

    @Test
    void aReadIsOneGet() {
        client.put(cluster.one(), "cart", "1");
        assertThat(callsOf(200, () -> client.session(cluster.two()))).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aChangeIsOneGetAndOneUpdateAndTheSameValueAgainOneGet() {
        client.put(cluster.one(), "cart", "1");
        assertThat(callsOf(204, () -> client.put(cluster.two(), "cart", "2")))
                .isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(callsOf(204, () -> client.put(cluster.one(), "cart", "2"))).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aForgedCookieIsOneGetAndACreationWithItOneGetAndOnePut() {
        DemoClient forger = new DemoClient("JSESSIONID=" + JettyBrowser.FORGED);
        assertThat(callsOf(404, () -> forger.session(cluster.one()))).isEqualTo(Map.of("GetItem", 1));
        assertThat(callsOf(204, () -> forger.put(cluster.one(), "cart", "1")))
                .isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
        assertThat(forger.cookie()).doesNotContain(JettyBrowser.FORGED);
    }

    @Test
    void aLoginIsOneGetAndOneUpdateAndTheOldCookieOneGet() {
        client.put(cluster.one(), "cart", "1");
        DemoClient old = new DemoClient(client.cookie());
        assertThat(callsOf(204, () -> client.login(cluster.two(), "ann")))
                .isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(callsOf(404, () -> old.session(cluster.one()))).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void aLogoutIsOneGetAndOneUpdateAndItsCookieOneGet() {
        client.put(cluster.one(), "cart", "1");
        DemoClient old = new DemoClient(client.cookie());
        assertThat(callsOf(204, () -> client.logout(cluster.two()))).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(callsOf(404, () -> old.session(cluster.one()))).isEqualTo(Map.of("GetItem", 1));
    }

    /** All of them: also those that follow the answer, since a node serves the next request of a connection only then. */
    private Map<String, Integer> callsOf(int status, Supplier<HttpResponse<String>> request) {
        cluster.proxy().resetCounts();
        assertThat(request.get().statusCode()).isEqualTo(status);
        cluster.nodes().forEach(node -> new DemoClient().operations(node));
        return cluster.proxy().calls();
    }
}
