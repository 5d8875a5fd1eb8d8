package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RawTables;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What a store with autoCreateTable makes of a table that is there already. */
class AutoCreateTableTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final RawTables tables = new RawTables(dynamoDb);

    @Test
    void aTtlOnAnotherAttributeIsAdoptedAndSaid() throws Exception {
        String table = tables.createWithTtl("validUntil");
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.TablePreparation");
                Node node = Node.start(created(dynamoDb.client(), table).build())) {
            node.create("id", Map.of("a", 1));
            Map<String, AttributeValue> item = item(table);
            assertThat(item).doesNotContainKey("expires");
            long expiryMs = Long.parseLong(item.get("expiry").n());
            assertThat(Long.parseLong(item.get("validUntil").n())).isGreaterThan(expiryMs / 1_000);
            assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            assertThat(logs.with(table))
                    .containsExactly(
                            noIndex(table),
                            "INFO table '" + table + "' has its TTL on 'validUntil': using that instead of 'expires'");
        }
    }

    /** Names that an item uses for something else: as TTL, they would overwrite it. */
    @ParameterizedTest
    @ValueSource(strings = {"expiry", "created", "attributes", "verifier", "sessionId"})
    void aTtlOnAnAttributeThatItemsUseOtherwiseIsRefused(String ttlKey) {
        String table = tables.createWithTtl(ttlKey);
        assertThatIllegalStateException()
                .isThrownBy(() -> Node.start(created(dynamoDb.client(), table).build()))
                .withMessage("table '" + table + "' has its TTL on '" + ttlKey
                        + "', which sessions use for something else: enable it on another attribute");
    }

    @Test
    void noTtlIsAWarning() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.TablePreparation");
                Node node = Node.start(created(dynamoDb.client(), table).build())) {
            node.create("id", Map.of());
            assertThat(logs.with(table))
                    .containsExactly(
                            "WARN table '" + table
                                    + "' has no TTL: sessions that no node ends stay in it. Enable it: aws"
                                    + " dynamodb update-time-to-live --table-name " + table
                                    + " --time-to-live-specification Enabled=true,AttributeName=expires; or set"
                                    + " ttlEnabled=false",
                            noIndex(table));
        }
    }

    @Test
    void noTtlIsNoWarningIfNotWanted() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.TablePreparation");
                Node node = Node.start(
                        created(dynamoDb.client(), table).ttlEnabled(false).build())) {
            node.create("id", Map.of());
            assertThat(logs.with(table)).containsExactly(noIndex(table));
        }
    }

    @Test
    void theRightTtlIsNotWorthAWord() throws Exception {
        String table = tables.createWithTtl("expires");
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.TablePreparation");
                Node node = Node.start(created(dynamoDb.client(), table).build())) {
            assertThat(node.store().isStarted()).isTrue();
            assertThat(logs.with(table)).containsExactly(noIndex(table));
        }
    }

    @Test
    void wrongKeysAreRefusedTheFirstByNameAndTheOthersByNumber() {
        String table = tables.create("id", ScalarAttributeType.N, "user");
        assertThatIllegalStateException()
                .isThrownBy(() -> Node.start(created(dynamoDb.client(), table).build()))
                .withMessage("hashKey is 'sessionId', but the partition key of table '" + table
                        + "' is 'id': set hashKey=id. `table verify` names 2 more");
    }

    private static String noIndex(String table) {
        return "INFO table '" + table + "' has no index 'expiry-index': TTL alone removes expired sessions, and their"
                + " listeners are not notified. Create it as docs/operations.md says, or set expiryEvents=false";
    }

    private static Map<String, AttributeValue> item(String table) {
        return dynamoDb.client()
                .getItem(get -> get.tableName(table).key(Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|id"))))
                .item();
    }
}
