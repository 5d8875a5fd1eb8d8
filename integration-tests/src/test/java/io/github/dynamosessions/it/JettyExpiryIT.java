package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How expired sessions end in a cluster, and that their listeners hear of it. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyExpiryIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final long A_MINUTE_MS = 60_000;

    private final JettyBrowser browser = JettyBrowser.http1();
    private final List<PageNode> nodes = new ArrayList<>();
    private JettyCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        for (int i = 0; i < 3; i++) {
            nodes.add(cluster.start());
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theEndOfASessionIsToldOnceInACluster() throws Exception {
        String id = expired();
        cluster.scavenge();
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void theEndOfASessionIsToldOnceToNodesThatLookAtTheSameTime() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            JettyBrowser client = JettyBrowser.http1();
            ids.add(client.login(nodes.get(0)));
            cluster.expireAt(client.id(), minutesAgo(1));
        }
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(() -> scavenge(node)))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(cluster.destroyed()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids).allSatisfy(id -> assertThat(cluster.item(id)).isEmpty());
    }

    @Test
    void aSessionThatIsIdleForLongEnoughEndsByItself() throws Exception {
        String id = browser.login(nodes.get(0));
        browser.get(nodes.get(1), "/timeout?seconds=1");
        await().untilAsserted(() -> {
            cluster.scavenge();
            assertThat(cluster.destroyed()).containsExactly(id);
        });
        assertThat(browser.user(nodes.get(2))).isEqualTo("no session");
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @Test
    void housekeepingAsksAtEveryTurn() throws Exception {
        PageNode node = nodes.get(0);
        node.store().setGracePeriodSec(3_600); // where Jetty's own clock would ask once and never again
        node.scavenge();
        for (int turn = 0; turn < 3; turn++) {
            cluster.proxy().resetCounts();
            node.scavenge();
            assertThat(cluster.proxy().calls("Query")).isEqualTo(8);
        }
        String id = expired();
        node.scavenge();
        assertThat(cluster.destroyed()).isEmpty(); // within the grace period
        cluster.expireAt(id, minutesAgo(61));
        node.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @Test
    void aSessionThatAKilledNodeWasAboutToEndIsEndedByAnother() throws Exception {
        String id = expired();
        Fault ending = cluster.proxy()
                .on(StoreUpdate.END)
                .containing(id.split("\\.")[0])
                .hang();
        try (DemoProcess doomed =
                DemoProcess.node("doomed", cluster.proxy().endpoint(), "--table=" + cluster.table())) {
            CompletableFuture<Void> request = CompletableFuture.runAsync(
                    () -> new DemoClient("JSESSIONID=" + browser.cookieValue()).session(doomed));
            await().until(() -> ending.callsMet() == 1);
            doomed.kill();
            assertThat(request).failsWithin(Duration.ofSeconds(20));
        }
        cluster.proxy().healAll();
        cluster.scavenge();

        assertThat(cluster.destroyed())
                .hasSizeLessThanOrEqualTo(1); // the call of the killed node may have come through
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(nodes.get(1))).isEqualTo("no session");
    }

    @Test
    void aSessionThatIsProlongedAfterItWasClaimedLives() throws Exception {
        String id = expired();
        var hanging = cluster.proxy().on(StoreUpdate.END).hang();
        CompletableFuture<Void> turn = CompletableFuture.runAsync(() -> scavenge(nodes.get(0)));
        await().until(() -> hanging.callsMet() == 1);
        cluster.expireAt(id, minutesAgo(-30)); // by a request that had read it in time
        hanging.heal();
        turn.join();
        assertThat(cluster.destroyed()).isEmpty();
        assertThat(browser.user(nodes.get(0))).isEqualTo("ann");
        cluster.scavenge();
        assertThat(browser.user(nodes.get(1))).isEqualTo("ann");
    }

    @Test
    void aRequestWithAnExpiredSessionEndsItAndIsServedWithoutOne() throws Exception {
        String id = expired();
        assertThat(browser.user(nodes.get(1))).isEqualTo("no session");
        assertThat(nodes.get(1).destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @Test
    void aRequestThatRacesWithHousekeepingIsServedWithoutASessionAndTheEndIsToldOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            JettyBrowser client = JettyBrowser.http1();
            String id = client.login(nodes.get(0));
            cluster.expireAt(id, minutesAgo(1));
            CompletableFuture<Void> turn = CompletableFuture.runAsync(() -> scavenge(nodes.get(0)));
            assertThat(client.user(nodes.get(round % 2))).isEqualTo("no session");
            turn.join();
            assertThat(cluster.destroyed().stream().filter(id::equals))
                    .as("round %d", round)
                    .hasSize(1);
        }
    }

    @Test
    void aSessionWithoutTimeoutNeverEnds() throws Exception {
        String id = browser.login(nodes.get(0));
        browser.get(nodes.get(0), "/timeout?seconds=0");
        assertThat(cluster.item(id).get("expiry").n()).isEqualTo("0");
        assertThat(cluster.item(id)).doesNotContainKeys("expires", "expiryBucket", "expiryShard");
        cluster.scavenge();
        assertThat(browser.user(nodes.get(1))).isEqualTo("ann");
        assertThat(cluster.destroyed()).isEmpty();
    }

    @Test
    void dynamoDbRemovesASessionByItselfOnlyADayAfterItsEnd() throws Exception {
        var item = cluster.item(browser.login(nodes.get(0)));
        long expirySeconds = Long.parseLong(item.get("expiry").n()) / 1_000;
        long aDay = Duration.ofDays(1).toSeconds();
        assertThat(Long.parseLong(item.get("expires").n())).isBetween(expirySeconds + aDay, expirySeconds + aDay + 1);
    }

    @Test
    void aSessionInUseEndsWithItsLifetime() throws Exception {
        endsWithItsLifetime("/timeout?seconds=600");
    }

    @Test
    void aSessionWithoutTimeoutEndsWithItsLifetime() throws Exception {
        endsWithItsLifetime("/timeout?seconds=0");
    }

    private void endsWithItsLifetime(String page) throws Exception {
        PageNode node = cluster.start(cluster.options().maxLifetime(Duration.ofSeconds(2)));
        String id = browser.login(node);
        browser.get(node, page);
        assertThat(browser.user(node)).isEqualTo("ann");
        await().untilAsserted(() -> assertThat(browser.user(node)).isEqualTo("no session"));
        node.scavenge();
        assertThat(node.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void aLifetimeCountsFromTheLastRotation() throws Exception {
        Duration lifetime = Duration.ofSeconds(2);
        PageNode one = cluster.start(cluster.options().maxLifetime(lifetime));
        PageNode another = cluster.start(cluster.options().maxLifetime(lifetime));
        String first = browser.login(one);
        String created = cluster.item(first).get("created").n();
        assertThat(browser.get(another, "/rotate").statusCode()).isEqualTo(200);

        var item = cluster.item(browser.id());
        assertThat(item.get("created").n()).isEqualTo(created);
        assertThat(Long.parseLong(item.get("expiry").n()))
                .isEqualTo(Long.parseLong(item.get("authenticated").n()) + lifetime.toMillis());
        await().untilAsserted(() -> assertThat(browser.user(one)).isEqualTo("no session"));
        assertThat(browser.user(another)).isEqualTo("no session");
    }

    @Test
    void withoutExpiryEventsNothingIsLookedForAndRequestsEndWhatTheyMeet() throws Exception {
        PageNode quiet = cluster.start(cluster.options().expiryEvents(false));
        String id = expired();
        cluster.proxy().resetCounts();
        quiet.scavenge();
        assertThat(cluster.proxy().calls()).isEmpty();
        assertThat(browser.user(quiet)).isEqualTo("no session");
        assertThat(quiet.destroyed()).containsExactly(id);
    }

    /** The id of a session that expired a minute ago. */
    private String expired() throws Exception {
        String id = browser.login(nodes.get(0));
        cluster.expireAt(id, minutesAgo(1));
        return id;
    }

    private static long minutesAgo(int minutes) {
        return System.currentTimeMillis() - minutes * A_MINUTE_MS;
    }

    private static void scavenge(PageNode node) {
        try {
            node.scavenge();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
