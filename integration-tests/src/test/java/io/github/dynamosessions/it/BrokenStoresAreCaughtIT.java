package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chaos run that finds nothing is worth as much as what it would have found. */
class BrokenStoresAreCaughtIT {

    private static final int NODES = 2;
    private static final int CLIENTS = 4;
    private static final long SEED = 1;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "UNCONDITIONAL_PUT,     '',      REVIVED",
        "WHOLE_ITEM_WRITE,      '',      LOST_WRITE",
        "SWALLOWED_READ_ERRORS, GetItem, LOST_SESSION"
    })
    void aStoreWithOneBugIsCaughtInSeconds(StoreUnderTest store, String failing, Kind expected) throws Exception {
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
                FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
                InProcessCluster cluster = InProcessCluster.start(NODES, store, proxy.endpoint(), IDLE_TIMEOUT)) {
            List<String> failingOperations = failing.isEmpty() ? List.of() : List.of(failing);
            Set<Kind> found = Set.of();
            for (int round = 0; round < ROUNDS && !found.contains(expected); round++) {
                found = violations(cluster, proxy, failingOperations, SEED + round).stream()
                        .map(Violation::kind)
                        .collect(Collectors.toSet());
            }
            assertThat(found).contains(expected);
        }
    }

    @Test
    void oursUnderTheSameChaosIsNot() throws Exception {
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
                FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
                InProcessCluster cluster =
                        InProcessCluster.start(NODES, StoreUnderTest.SOUND, proxy.endpoint(), IDLE_TIMEOUT)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(violations(cluster, proxy, FaultSchedule.OF_SESSIONS, SEED + round))
                        .isEmpty();
            }
        }
    }

    private static List<Violation> violations(Nodes nodes, FaultProxy proxy, List<String> failing, long seed)
            throws Exception {
        ChaosRun run = new ChaosRun(nodes, IDLE_TIMEOUT, seed);
        if (!failing.isEmpty()) {
            run.with(new FaultSchedule(proxy, failing, run.nextRandom())::act);
        }
        run.withClients(CLIENTS).act(ROUND);
        run.readAll();
        return new HistoryChecker(IDLE_TIMEOUT).check(run.history().exchanges());
    }
}
