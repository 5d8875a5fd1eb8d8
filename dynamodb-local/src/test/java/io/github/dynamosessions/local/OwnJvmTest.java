package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Whole programs: a JVM ends by itself only if no thread of the engine is left, and all it prints is seen. */
class OwnJvmTest {

    private static final String OUR_ONE_LINE =
            "\\[main] INFO \\S+\\.DynamoDbLocal - DynamoDB Local listens on http://127\\.0\\.0\\.1:\\d+\\R";

    @Test
    void closedEngineLetsTheProgramEndAndPrintsOneLineInAllItsLife(@TempDir Path work)
            throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.run(work, UsesAnEngine.class);

        assertThat(child.stderr()).matches(OUR_ONE_LINE);
        assertThat(child.stdout()).isEmpty();
        assertThat(child.exitCode()).isZero();
        assertThat(child.leftInTempDirectory()).isEmpty();
    }

    @Test
    void sharedEngineEndsWithTheLastTest(@TempDir Path work) throws IOException, InterruptedException {
        ChildJvm child = ChildJvm.run(work, RunsTests.class);

        assertThat(child.stderr()).matches(OUR_ONE_LINE);
        assertThat(child.stdout()).isEqualToIgnoringNewLines("1 succeeded, 0 failed");
        assertThat(child.exitCode()).isZero();
        assertThat(child.leftInTempDirectory()).isEmpty();
    }

    @Test
    void testsUseTheEndpointOfTheSystemProperty(@TempDir Path work) throws IOException, InterruptedException {
        try (DynamoDbLocal running = DynamoDbLocal.start();
                DynamoDbClient client = running.newClient();
                Tables tables = new Tables(client)) {
            String table = tables.create("id");

            ChildJvm child = ChildJvm.run(work, RunsTests.class, "-Ddynamodb.endpoint=" + running.endpoint());

            assertThat(child.stderr()).isEmpty();
            assertThat(child.stdout()).isEqualToIgnoringNewLines("1 succeeded, 0 failed");
            assertThat(client.listTables().tableNames()).containsExactly(table);
        }
    }

    static final class UsesAnEngine {

        private UsesAnEngine() {}

        public static void main(String[] args) {
            try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
                    DynamoDbClient client = dynamoDb.newClient()) {
                String table = new Tables(client).create("id");
                Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("a"));
                client.putItem(put -> put.tableName(table).item(item));
                // DynamoDB Local logs a stack trace about this.
                assertThatThrownBy(() -> client.putItem(
                                put -> put.tableName(table).item(item).conditionExpression("attribute_not_exists(id)")))
                        .isInstanceOf(ConditionalCheckFailedException.class);
                assertThat(Path.of(System.getProperty("java.io.tmpdir"))).isEmptyDirectory();
            }
        }
    }

    static final class RunsTests {

        private RunsTests() {}

        public static void main(String[] args) {
            Launcher launcher = LauncherFactory.create();
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass(OneTest.class))
                            .build(),
                    summary);
            System.out.println(summary.getSummary().getTestsSucceededCount() + " succeeded, "
                    + summary.getSummary().getTestsFailedCount() + " failed");
        }
    }

    @ExtendWith(DynamoDbLocalExtension.class)
    static final class OneTest {

        @Test
        void findsItsTable(DynamoDbClient client, @FreshTable String table) {
            assertThat(client.listTables().tableNames()).contains(table);
        }
    }
}
