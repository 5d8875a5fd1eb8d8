package io.github.dynamosessions.micrometer;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MicrometerSessionMetricsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String table = dynamoDb.newTable("sessionId");

    @Test
    void aStoresCallsAreMeters() throws Exception {
        live(existing(dynamoDb.client(), table).metrics(new MicrometerSessionMetrics(registry)));

        assertThat(timer("PutItem", "ok").count()).isEqualTo(1);
        assertThat(timer("PutItem", "ok").totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(timer("GetItem", "ok").count()).isEqualTo(2);
        assertThat(timer("UpdateItem", "ok").count()).isEqualTo(1);
        assertThat(timer("UpdateItem", "conflict").count()).isEqualTo(1);
        assertThat(count("dynamo.sessions.capacity", "type", "read")).isEqualTo(2);
        assertThat(count("dynamo.sessions.capacity", "type", "write")).isEqualTo(2);
        assertThat(count("dynamo.sessions.events", "event", "created")).isEqualTo(1);
        assertThat(count("dynamo.sessions.events", "event", "destroyed")).isEqualTo(1);
        assertThat(count("dynamo.sessions.retries")).isZero();
    }

    @Test
    void bytesAreAMeterWhereTheStoreBuildsTheClient() throws Exception {
        live(DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .tableName(table)
                .metrics(new MicrometerSessionMetrics(registry)));

        assertThat(count("dynamo.sessions.traffic", "direction", "sent")).isGreaterThan(1_000);
        assertThat(count("dynamo.sessions.traffic", "direction", "received")).isGreaterThan(500);
    }

    /** An alarm on a rate needs zero, and not nothing. */
    @Test
    void everyEventIsThereFromTheStart() {
        MicrometerSessionMetrics metrics = new MicrometerSessionMetrics(registry);
        for (Event event : Event.values()) {
            assertThat(count("dynamo.sessions.events", "event", event.name().toLowerCase()))
                    .isZero();
            metrics.event(event);
            assertThat(count("dynamo.sessions.events", "event", event.name().toLowerCase()))
                    .isEqualTo(1);
        }
    }

    @Test
    void metersHaveTheseTagsAndUnitsAndNoOthers() throws Exception {
        live(existing(dynamoDb.client(), table).metrics(new MicrometerSessionMetrics(registry)));

        assertThat(registry.getMeters().stream()
                        .map(meter -> shape(meter.getId()))
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(
                        "dynamo.sessions.operations [operation, outcome] in seconds",
                        "dynamo.sessions.capacity [type] in units",
                        "dynamo.sessions.traffic [direction] in bytes",
                        "dynamo.sessions.retries [] in null",
                        "dynamo.sessions.events [event] in null"));
    }

    @Test
    void storesShareTheMetersOfARegistry() throws Exception {
        String other = dynamoDb.newTable("sessionId");
        live(existing(dynamoDb.client(), table).metrics(new MicrometerSessionMetrics(registry)));
        live(existing(dynamoDb.client(), other).metrics(new MicrometerSessionMetrics(registry)));

        assertThat(timer("PutItem", "ok").count()).isEqualTo(2);
        assertThat(count("dynamo.sessions.events", "event", "created")).isEqualTo(2);
    }

    @Test
    void asATextItIsTheGlobalRegistry() throws Exception {
        Metrics.addRegistry(registry);
        try {
            live(existing(dynamoDb.client(), table).environment(Map.of("DYNAMO_SESSION_METRICS", "micrometer")));

            assertThat(timer("PutItem", "ok").count()).isPositive();
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    /** A session is created, read and ended, and then a delayed write is refused. */
    private static void live(DynamoSessionOptions.Builder options) throws Exception {
        try (Node node = Node.start(options.build())) {
            SessionData session = node.create("id", Map.of("a", 1));
            node.store().load("id");
            node.store().delete("id");
            session.setAttribute("a", 2);
            node.store().store("id", session);
        }
    }

    private Timer timer(String operation, String outcome) {
        return registry.get("dynamo.sessions.operations")
                .tags("operation", operation, "outcome", outcome)
                .timer();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private static String shape(Meter.Id id) {
        return id.getName() + " "
                + id.getTags().stream().map(tag -> tag.getKey()).toList() + " in " + id.getBaseUnit();
    }
}
