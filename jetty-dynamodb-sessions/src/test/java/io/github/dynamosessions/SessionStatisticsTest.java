package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store by JMX, as Jetty shows it. */
class SessionStatisticsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    /** Of machines that do much else: a second attempt would count. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private final String table = dynamoDb.newTable("sessionId");
    private final DynamoSessionOptions options = DynamoSessionOptions.builder()
            .region("local")
            .endpoint(dynamoDb.endpoint())
            .apiCallTimeout(PATIENCE)
            .apiCallAttemptTimeout(PATIENCE)
            .accessKeyId("AKIASECRET")
            .secretAccessKey("verysecret")
            .tableName(table)
            .build();

    @Test
    void jmxShowsWhatAStoreHasDone() throws Exception {
        try (Node node = Node.start(options)) {
            node.server().addBean(new MBeanContainer(jmx));
            SessionData session = node.create("id", Map.of("a", 1));
            node.store().load("id");
            node.store().delete("id");
            session.setAttribute("a", 2);
            node.store().store("id", session);

            assertThat(attributes(only(table)))
                    .containsEntry("operations", 5L)
                    .containsEntry("conflicts", 1L)
                    .containsEntry("failedOperations", 0L)
                    .containsEntry("retries", 0L)
                    .containsEntry("readUnits", 2.0)
                    .containsEntry("writeUnits", 2.0)
                    .containsEntry("createdSessions", 1L)
                    .containsEntry("destroyedSessions", 1L)
                    .containsEntry("expiredSessions", 0L)
                    .containsEntry("unreadableSessions", 0L)
                    .containsEntry("failedReads", 0L)
                    .containsEntry("failedSaves", 0L)
                    .containsEntry("lostChanges", 0L)
                    .hasEntrySatisfying(
                            "bytesSent", bytes -> assertThat((Long) bytes).isPositive())
                    .hasEntrySatisfying(
                            "bytesReceived", bytes -> assertThat((Long) bytes).isPositive());
        }
    }

    @Test
    void jmxShowsTheSettingsAndNoSecret() throws Exception {
        try (Node node = Node.start(options, "/shop", "shop.test")) {
            node.server().addBean(new MBeanContainer(jmx));
            Map<String, Object> attributes = attributes(only(table));
            assertThat(attributes).containsEntry("keyStart", "/shop|shop.test|");
            assertThat(attributes.get("options"))
                    .asString()
                    .contains(
                            "tableName=" + table,
                            "touchInterval=a tenth of the idle timeout",
                            "region=local",
                            dynamoDb.endpoint().toString());
            assertThat(attributes.toString()).doesNotContain("AKIASECRET", "verysecret");
        }
    }

    @Test
    void countsGoOnWhenAStoreIsStartedAgain() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("one", Map.of());
            node.store().stop();
            assertThat(node.store().statistics().getKeyStart()).isEmpty();
            node.store().start();
            node.create("two", Map.of());
            assertThat(node.store().statistics().getCreatedSessions()).isEqualTo(2);
        }
    }

    /** Of this test's table: test classes run side by side. */
    private ObjectName only(String tableName) throws Exception {
        Set<ObjectName> all = jmx.queryNames(new ObjectName("io.github.dynamosessions:type=sessionstatistics,*"), null);
        return all.stream()
                .filter(name -> attribute(name, "options").toString().contains("tableName=" + tableName + ","))
                .reduce((one, other) -> {
                    throw new AssertionError("both " + one + " and " + other);
                })
                .orElseThrow();
    }

    private Map<String, Object> attributes(ObjectName name) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        Arrays.stream(jmx.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .forEach(attribute -> values.put(attribute, attribute(name, attribute)));
        return values;
    }

    private Object attribute(ObjectName name, String attribute) {
        try {
            return jmx.getAttribute(name, attribute);
        } catch (AttributeNotFoundException e) {
            throw new AssertionError(e);
        } catch (Exception e) {
            return "gone with its server";
        }
    }
}
