package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.local.DynamoDbLocal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three nodes as processes, which are killed; a DynamoDB that fails; and clients that use their sessions all the while.
 * Half a minute; {@code mvn verify -Pchaos} takes five. {@code -Dchaos.seed} repeats what is random in a run, though not
 * its timing.
 */
class ChaosIT {

    private static final int NODES = 3;
    private static final int CLIENTS = 6;

    /** So short that a session whose life is not prolonged is missed, and a tenth of it is time enough for a request. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);

    @Test
    void faultsAndKillsBreakNoPromise() throws Exception {
        Duration duration = Duration.ofSeconds(Long.getLong("chaos.seconds", 30));
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
                FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
                DemoCluster cluster = DemoCluster.start(NODES, proxy.endpoint(), IDLE_TIMEOUT)) {
            ChaosRun run = new ChaosRun(cluster, seed);
            FaultSchedule faults = new FaultSchedule(proxy, FaultSchedule.OF_SESSIONS, run.nextRandom());
            Random kills = run.nextRandom();
            run.with(faults::act).with(() -> cluster.act(kills)).withClients(CLIENTS);

            run.act(duration);
            List<Exchange> unread = run.readAll();
            List<Violation> violations =
                    new HistoryChecker(IDLE_TIMEOUT).check(run.history().exchanges());
            ChaosReport report =
                    new ChaosReport(duration, seed, run.history(), faults.counts(), cluster.kills(), violations);
            System.out.print(report.summary());
            assertThat(violations).as(report::evidence).isEmpty();
            assertThat(unread).as("reads when everything was healed").isEmpty();
            assertMeansSomething(report);
        }
    }

    /** Far less than a slow machine does, and enough. */
    private static void assertMeansSomething(ChaosReport report) {
        int seconds = (int) report.duration().toSeconds();
        assertThat(report.requests(Outcome.DONE)).as("requests that were done").isGreaterThan(5 * seconds);
        assertThat(report.faults()).as("faults").isGreaterThan(seconds / 4);
        assertThat(report.kills()).as("kills").isGreaterThan(seconds / 60);
    }
}
