package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How expired sessions end while DynamoDB fails, or another node is ending them. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyExpiryFaultsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long A_MINUTE_MS = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Parameter
    PageServer server;

    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aSessionThatCannotBeDeletedNowIsEndedLater() throws Exception {
        String id = expired();
        cluster.proxy().on(StoreUpdate.END).fail();
        cluster.scavenge();
        assertThat(cluster.destroyed()).isEmpty();

        cluster.proxy().healAll();
        long now = System.currentTimeMillis();
        cluster.setTimes(id, now - 10 * A_MINUTE_MS, now - 5 * A_MINUTE_MS); // the claim has run out
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void whileTheIndexCannotBeAskedSessionsWaitForTheNextTurn(FaultKind kind) throws Exception {
        PageNode impatient = cluster.start(
                cluster.options().apiCallTimeout(Duration.ofSeconds(2)).apiCallAttemptTimeout(Duration.ofSeconds(1)));
        String id = expired();
        kind.strike(cluster.proxy().on("Query"));
        impatient.scavenge();
        assertThat(cluster.proxy().calls("Query")).isPositive();
        assertThat(impatient.destroyed()).isEmpty();
        assertThat(cluster.item(id)).isNotEmpty();

        cluster.proxy().healAll();
        impatient.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void whileExpiredSessionsCannotBeReadTheyWaitForTheNextTurn() throws Exception {
        String id = expired();
        cluster.proxy().on("GetItem").fail();
        cluster.scavenge();
        assertThat(cluster.destroyed()).isEmpty();
        assertThat(cluster.item(id)).isNotEmpty();

        cluster.proxy().healAll();
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @Test
    void anEndWhoseAnswerWasLostIsToldOnce() throws Exception {
        PageNode patient = cluster.start(cluster.options().maxAttempts(2));
        String id = expired();
        cluster.proxy().on(StoreUpdate.END).times(1).cutAfterExecution();
        patient.scavenge();
        assertThat(cluster.proxy().calls(StoreUpdate.END)).isEqualTo(2);
        assertThat(patient.destroyed()).containsExactly(id);
        assertThat(cluster.item(id)).isEmpty();

        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @Test
    void anEndOfWhichNoAnswerArrivesIsToldOnce() throws Exception {
        String id = expired();
        cluster.proxy().on(StoreUpdate.END).cutAfterExecution();
        node.scavenge();
        assertThat(cluster.item(id)).isEmpty();
        cluster.proxy().healAll();
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 660})
    void sessionsThatWereEndedBeforeAnEndFailedAreEndedInThatTurnAndTheOthersLater(long minutesAgo) throws Exception {
        List<String> ids = List.of(expired(), expired(), expired(), expired());
        for (String id : ids) {
            cluster.expireAt(id, System.currentTimeMillis() - minutesAgo * A_MINUTE_MS);
        }
        cluster.proxy().on("UpdateItem").fail();
        cluster.proxy().on("UpdateItem").times(2).delay(Duration.ZERO); // the first two do not fail
        node.scavenge();
        assertThat(cluster.proxy().calls("UpdateItem")).isEqualTo(3);
        List<String> first = List.copyOf(cluster.destroyed());
        assertThat(first).hasSize(2).isSubsetOf(ids);
        assertThat(ids).allSatisfy(id -> assertThat(cluster.item(id).isEmpty()).isEqualTo(first.contains(id)));

        cluster.proxy().healAll();
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids).allSatisfy(id -> assertThat(cluster.item(id)).isEmpty());
    }

    @Test
    void theSweepForOrphansEndsSessionsOfOtherContexts() throws Exception {
        Map<String, AttributeValue> orphan = new HashMap<>(cluster.item(expired()));
        orphan.put("sessionId", AttributeValue.fromS("/gone|0.0.0.0|orphan"));
        cluster.put(orphan);
        node.store().doCleanOrphans(System.currentTimeMillis());

        assertThat(cluster.item("/gone", "orphan")).isEmpty();
    }

    /** The id of a session that expired a minute ago. */
    private String expired() throws Exception {
        String id = JettyBrowser.http1().login(node);
        cluster.expireAt(id, System.currentTimeMillis() - A_MINUTE_MS);
        return id;
    }

    private static void scavenge(PageNode node) {
        try {
            node.scavenge();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
