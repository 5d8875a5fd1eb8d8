package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A deployment: several nodes start at once, and the table is not there yet. */
class NodesStartTogetherTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int NODES = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(NODES);
    private final String table = dynamoDb.newTableName();
    private final DynamoSessionOptions options =
            created(dynamoDb.client(), table).build();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(5)
    void allComeUpAndShareTheirSessions() throws Exception {
        List<Node> nodes = atOnce(() -> Node.start(options));
        try {
            nodes.get(0).create("id", Map.of("a", 1));
            for (Node node : nodes) {
                assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            }
        } finally {
            nodes.forEach(Node::close);
        }
        assertComplete();
    }

    @RepeatedTest(5)
    void theTableIsCreatedOnceAndComplete() throws Exception {
        atOnce(() -> {
            try (SessionTable mine = SessionTable.of(options)) {
                return mine.createIfMissing();
            }
        });
        assertComplete();
    }

    private void assertComplete() {
        try (SessionTable whole = SessionTable.of(options)) {
            assertThat(whole.verify()).isEmpty();
            assertThat(whole.createIfMissing()).isFalse();
            assertThat(whole.describe())
                    .hasValueSatisfying(it -> assertThat(it.hasExpiryIndex()).isTrue());
        }
    }

    private <T> List<T> atOnce(Callable<T> start) throws Exception {
        CyclicBarrier together = new CyclicBarrier(NODES);
        List<Future<T>> starting = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            starting.add(threads.submit(() -> {
                together.await(10, TimeUnit.SECONDS);
                return start.call();
            }));
        }
        List<T> started = new ArrayList<>();
        for (Future<T> each : starting) {
            started.add(each.get(60, TimeUnit.SECONDS));
        }
        return started;
    }
}
