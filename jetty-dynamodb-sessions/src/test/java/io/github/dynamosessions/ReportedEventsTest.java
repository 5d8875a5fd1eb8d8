package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code SessionMetrics} receives about sessions. Failures of requests: in the integration tests, with requests. */
class ReportedEventsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final String table = dynamoDb.newTableName();

    private DynamoSessionOptions.Builder options() {
        return createdWithoutTtl(dynamoDb.client(), table);
    }

    @Test
    void aSessionIsCreatedOnceAndDestroyedOnce() throws Exception {
        try (Node node = Node.start(options().metrics(metrics).build())) {
            SessionData session = node.create("id", Map.of());
            assertThat(metrics.events()).containsExactly(Event.CREATED);
            session.setAttribute("a", 1);
            node.store().store("id", session);
            node.store().load("id");
            assertThat(metrics.events()).containsExactly(Event.CREATED);
            node.store().delete("id");
            node.store().delete("id");
        }
        assertThat(metrics.events()).containsExactly(Event.CREATED, Event.DESTROYED);
    }

    @Test
    void aSessionWithANewIdIsDestroyedOnce() throws Exception {
        try (Node node = Node.start(options().metrics(metrics).build())) {
            String newId = node.rotate(node.create("id.old", Map.of()));
            node.store().delete("id.old");
            node.store().delete(newId);
        }
        assertThat(metrics.events()).containsExactly(Event.CREATED, Event.DESTROYED);
    }

    @Test
    void anExpiredSessionExpiresAndIsNotDestroyed() throws Exception {
        try (Node node = Node.start(options().metrics(metrics).build())) {
            long now = System.currentTimeMillis();
            node.createExpired("id", Map.of(), now - 3_600_000);
            node.createExpired("orphan", Map.of(), now - 7_200_000);
            metrics.clear();
            node.store().doCleanOrphans(now - 5_400_000);
            assertThat(metrics.events()).containsExactly(Event.EXPIRED);
            assertThat(node.store().doGetExpired(now)).containsExactly("id");
            node.create("id", Map.of()); // in place of the expired one
        }
        assertThat(metrics.events()).containsExactly(Event.EXPIRED, Event.EXPIRED, Event.CREATED);
    }

    @Test
    void metricsThatThrowBreakNothingAndAreLoggedOnce() throws Exception {
        try (CapturedLogs logs = CapturedLogs.of(StoreMetrics.class.getName());
                Node node = Node.start(options().metrics(new Broken()).build())) {
            node.create("id", Map.of("a", 1));
            assertThat(node.attributes("id")).isEqualTo(Map.of("a", 1));
            assertThat(node.store().doCheckExpired(Set.of("id"), 0)).isEmpty();
            assertThat(node.store().delete("id")).isTrue();
            assertThat(node.store().statistics().getCreatedSessions()).isEqualTo(1);
            assertThat(logs.with(Broken.class.getName()))
                    .containsExactly("WARN " + Broken.class.getName() + " failed, and may miss what it should count");
        }
    }

    /** One of its methods throws what a registry of metrics might, the other what a class path might. */
    private static final class Broken implements SessionMetrics {

        @Override
        public void operation(Operation operation) {
            throw new IllegalStateException("the registry is closed");
        }

        @Override
        public void event(Event event) {
            throw new NoClassDefFoundError("the/Registry");
        }
    }
}
