package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.it.Exchange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three node processes that are killed, a DynamoDB that fails, clients that use their sessions all the time, and a scavenger
 * that ends idle sessions. Runs for half a minute; {@code mvn verify -Pchaos} runs for five. {@code -Dchaos.seed} repeats
 * the random choices of a run, but not its timing.
 */
@Isolated("it takes the machine for itself, from which others would suffer")
class ChaosIT {

    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int IDLE_CLIENTS = 4;

    /** So short that idle clients come back several times, and longer than calls are tried. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    @Test
    void faultsAndKillsBreakNoPromise() throws Exception {
        Duration duration = Duration.ofSeconds(Long.getLong("chaos.seconds", 30));
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        System.out.printf("chaos of %d s, -Dchaos.seed=%d%n", duration.toSeconds(), seed);
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
                ChaosTable table = ChaosTable.create(dynamoDb);
                FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
                ChaosCluster cluster =
                        ChaosCluster.start(NODES, () -> ChaosNode.start(proxy.endpoint(), IDLE_TIMEOUT))) {
            ChaosRun run = new ChaosRun(cluster, IDLE_TIMEOUT, seed);
            FaultSchedule faults = new FaultSchedule(proxy, FaultSchedule.OF_SESSIONS, run.nextRandom());
            Random kills = run.nextRandom();
            run.with(faults::act)
                    .with(() -> cluster.act(kills))
                    .withClients(CLIENTS)
                    .withIdleClients(IDLE_CLIENTS);

            run.act(duration);
            await().atMost(LONGEST_CALL).until(() -> proxy.callsUnderWay() == 0);
            List<Exchange> unread = run.readAll();
            List<Violation> violations =
                    new HistoryChecker(IDLE_TIMEOUT).check(run.history().exchanges());
            ChaosReport report =
                    new ChaosReport(duration, seed, run.history(), faults.counts(), cluster.kills(), violations);
            System.out.print(report.summary());
            assertThat(violations).as(report::evidence).isEmpty();
            assertThat(unread).as("reads when everything was healed").isEmpty();
            assertThat(proxy.operations()).contains("Query").doesNotContain("Scan");
            assertMeansSomething(report);
            await("housekeeping").atMost(LONGEST_CALL).until(() -> table.expiredSessionsThatNobodyEnds() == 0);
        }
    }

    /** Far less than a busy machine does, and enough. */
    private static void assertMeansSomething(ChaosReport report) {
        int seconds = (int) report.duration().toSeconds();
        assertThat(report.requests(Outcome.DONE)).as("requests that were done").isGreaterThan(seconds);
        assertThat(report.requests(Outcome.NO_SESSION))
                .as("requests with a dead id")
                .isPositive();
        for (Exchange.Action action : Exchange.Action.values()) {
            assertThat(report.done(action)).as("%s that were done", action).isPositive();
        }
        assertThat(report.faults()).as("faults").isGreaterThan(seconds / 10);
        assertThat(report.kills()).as("kills").isGreaterThan(seconds / 60);
    }
}
