package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** As the tables of other stores are: a hash key, and nothing else. */
class TableWithoutIndexTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String LOGGER = "io.github.dynamosessions.internal.dynamo.ExpiryIndex";

    @Test
    void expiredSessionsAreLeftToTheTtlAndThatIsSaidOnce() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (CapturedLogs logs = CapturedLogs.of(LOGGER);
                Node node = Node.start(existing(dynamoDb.client(), table).build())) {
            long now = System.currentTimeMillis();
            node.createExpired("id", Map.of(), now - 3_600_000);
            for (int i = 0; i < 3; i++) {
                assertThat(node.store().doGetExpired(now)).isEmpty();
                node.store().doCleanOrphans(now);
            }
            assertThat(logs.with(table))
                    .containsExactly("INFO table '" + table + "' is used without the index 'expiry-index'"
                            + " (ValidationException): expired sessions are removed by TTL alone, and their listeners"
                            + " are not notified");
            assertThat(node.store().load("id")).isNotNull();
        }
    }

    @Test
    void aTableThatIsMissingIsAnErrorAndNotAMissingIndex() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (Node node = Node.start(existing(dynamoDb.client(), table).build())) {
            dynamoDb.client().deleteTable(delete -> delete.tableName(table));
            assertThatExceptionOfType(DynamoGateway.UnavailableException.class)
                    .isThrownBy(() -> node.store().doGetExpired(1))
                    .withCauseInstanceOf(ResourceNotFoundException.class);
        }
    }
}
