package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.local.DynamoDbLocal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Three nodes as processes, which are killed; a DynamoDB that fails; and clients that use their sessions all the while.
 * Half a minute; {@code mvn verify -Pchaos} takes five. {@code -Dchaos.seed} repeats what is random in a run, though not
 * its timing.
 */
class ChaosIT {

    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int SHOWN_VIOLATIONS = 10;

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
            FaultSchedule faults = new FaultSchedule(proxy, run.nextRandom());
            Random kills = run.nextRandom();
            run.with(faults::act).with(() -> cluster.act(kills)).withClients(CLIENTS);

            run.act(duration);
            List<Exchange> unread = run.readAll();
            List<Violation> violations =
                    new HistoryChecker(IDLE_TIMEOUT).check(run.history().exchanges());

            int faultCount = faults.counts().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            System.out.printf(
                    "chaos of %d s, seed %d (-Dchaos.seed=%d)%n  requests   %d %s %s%n  faults     %d %s%n"
                            + "  kills      %d%n  violations %d%n",
                    duration.toSeconds(),
                    seed,
                    seed,
                    run.history().exchanges().size(),
                    run.history().actions(),
                    run.history().outcomes(),
                    faultCount,
                    faults.counts(),
                    cluster.kills(),
                    violations.size());

            assertThat(violations)
                    .as(() -> violations.stream()
                            .limit(SHOWN_VIOLATIONS)
                            .map(Violation::toString)
                            .collect(Collectors.joining("\n", "seed " + seed + "\n", "\n")))
                    .isEmpty();
            assertThat(unread).as("reads when everything was healed").isEmpty();
            // Far less than a slow machine does, and enough to mean something.
            assertThat(run.history().outcomes().get(Outcome.DONE))
                    .as("requests that were done")
                    .isGreaterThan((int) (5 * duration.toSeconds()));
            assertThat(faultCount).as("faults").isGreaterThan((int) (duration.toSeconds() / 4));
            assertThat(cluster.kills()).as("kills").isGreaterThan((int) (duration.toSeconds() / 15));
        }
    }
}
