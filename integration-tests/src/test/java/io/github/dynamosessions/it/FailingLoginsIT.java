package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DynamoDB does not give a session its new id, or does not end it: the old id goes on, with everything in it. */
class FailingLoginsIT {

    private static final String ATTRIBUTES = "\"cart\":[1,{\"sku\":\"x\"},2.5],\"name\":\"Ada\"";

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
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aLoginThatFailsLeavesTheOldIdAndALaterOneSucceeds(FaultKind kind) {
        createSession();
        String old = client.cookie();

        kind.strike(cluster.proxy().on(StoreUpdate.ROTATION));
        assertRefused(client.login(cluster.one(), "ada"));
        cluster.proxy().healAll();

        assertThat(client.cookie()).isEqualTo(old);
        assertServed("{" + ATTRIBUTES + "}");

        assertThat(client.login(cluster.two(), "ada").statusCode()).isEqualTo(204);
        assertThat(client.cookie()).isNotEqualTo(old);
        assertThat(cluster.isLive(old)).isFalse();
        assertServed("{" + ATTRIBUTES + ",\"user\":\"ada\"}");
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aLogoutThatFailsLeavesTheSessionAndALaterOneEndsIt(FaultKind kind) {
        createSession();

        kind.strike(cluster.proxy().on(StoreUpdate.END));
        assertRefused(client.logout(cluster.one()));
        cluster.proxy().healAll();

        assertServed("{" + ATTRIBUTES + "}");

        assertThat(client.logout(cluster.one()).statusCode()).isEqualTo(204);
        assertThat(cluster.isLive(client.cookie())).isFalse();
    }

    /** The rotation, and the update that settles what has become of it. */
    @Test
    void aLoginIsAnsweredInTimeWhateverHangs() {
        createSession();
        cluster.proxy().onWrites().hang();
        long start = System.nanoTime();

        HttpResponse<String> response = client.login(cluster.one(), "ada");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    private void createSession() {
        client.put(cluster.one(), "cart", "[1,{\"sku\":\"x\"},2.5]");
        client.put(cluster.two(), "name", "\"Ada\"");
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private void assertServed(String attributes) {
        for (DemoProcess node : cluster.nodes()) {
            assertThat(client.attributes(node)).hasToString(attributes);
        }
    }
}
