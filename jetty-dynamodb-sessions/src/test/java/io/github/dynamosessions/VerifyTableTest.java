package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.ProjectionType.ALL;
import static software.amazon.awssdk.services.dynamodb.model.ProjectionType.KEYS_ONLY;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.N;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.RawTables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class VerifyTableTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final RawTables tables = new RawTables(dynamoDb);

    @Test
    void aTableAsWeCreateItIsFine() {
        String name = dynamoDb.newTableName();
        try (SessionTable table = table(name)) {
            table.createIfMissing();
            assertThat(table.verify()).isEmpty();
        }
    }

    @Test
    void aMissingTable() {
        String name = dynamoDb.newTableName();
        assertThat(verify(name))
                .containsExactly(
                        "table '" + name + "' does not exist. Create it with `table create` of the command line or"
                                + " SessionTable.createIfMissing(), set autoCreateTable=true, or correct tableName");
    }

    @Test
    void anotherPartitionKey() {
        String name = tables.create("id", ScalarAttributeType.S, null);
        assertThat(verify(name))
                .containsExactly(
                        "hashKey is 'sessionId', but the partition key of table '" + name + "' is 'id': set hashKey=id",
                        noTtl(name),
                        noIndex(name));
    }

    @Test
    void aPartitionKeyThatIsNoString() {
        String name = tables.create("sessionId", ScalarAttributeType.N, null);
        assertThat(verify(name))
                .contains(
                        "table '" + name + "' has a partition key of type N, must be S (String): use another tableName")
                .hasSize(3);
    }

    @Test
    void aSortKey() {
        String name = tables.create("sessionId", ScalarAttributeType.S, "user");
        assertThat(verify(name))
                .contains("table '" + name
                        + "' has the sort key 'user', must have a partition key only: use another tableName")
                .hasSize(3);
    }

    @Test
    void everythingWrongAtOnceIsNamedTheWorstFirst() {
        String name = tables.create("id", ScalarAttributeType.B, "user");
        assertThat(verify(name))
                .containsExactly(
                        "hashKey is 'sessionId', but the partition key of table '" + name + "' is 'id': set hashKey=id",
                        "table '" + name + "' has a partition key of type B, must be S (String): use another tableName",
                        "table '" + name
                                + "' has the sort key 'user', must have a partition key only: use another tableName",
                        noTtl(name),
                        noIndex(name));
    }

    @Test
    void noTtl() {
        String name = tables.withIndex("expiry-index", "expiryShard", S, "expiryBucket", N, KEYS_ONLY);
        assertThat(verify(name)).containsExactly(noTtl(name));
    }

    @Test
    void neitherTtlNorIndexIsFineIfNotWanted() {
        String name = dynamoDb.newTable("sessionId");
        try (SessionTable table = SessionTable.of(existing(dynamoDb.client(), name)
                .ttlEnabled(false)
                .expiryEvents(false)
                .build())) {
            assertThat(table.verify()).isEmpty();
        }
    }

    @Test
    void aTtlOnAnotherAttribute() {
        String name = tables.createWithTtl("validUntil");
        assertThat(verify(name))
                .containsExactly(
                        "ttlKey is 'expires', but the TTL of table '" + name
                                + "' is on 'validUntil': set ttlKey=validUntil",
                        noIndex(name));
    }

    @Test
    void aTtlOnAnAttributeThatSessionsUse() {
        String name = tables.createWithTtl("created");
        assertThat(verify(name))
                .first()
                .isEqualTo("table '" + name
                        + "' has its TTL on 'created', which sessions use for something else: enable it"
                        + " on another attribute");
    }

    /** Each new session was answered 500 with it, and verify said nothing. */
    @Test
    void anExpiryIndexWithKeysOfAnotherType() {
        String name = tables.withIndex("expiry-index", "expiryShard", S, "expiryBucket", S, KEYS_ONLY);
        assertThat(verify(name))
                .first()
                .isEqualTo(
                        "index 'expiry-index' has the key 'expiryBucket' (S), but sessions have type N: none can be stored."
                                + delete(name, "expiry-index"));
    }

    @Test
    void anIndexOfSomebodyElseThatRefusesSessions() {
        String name = tables.withIndex("by-node", "lastNode", N, "created", N, KEYS_ONLY);
        assertThat(verify(name))
                .first()
                .isEqualTo("index 'by-node' has the key 'lastNode' (N), but sessions have type S: none can be stored."
                        + delete(name, "by-node"));
    }

    @Test
    void anIndexOfSomebodyElseThatTakesThem() {
        String name = tables.withIndex("by-owner", "owner", S, "created", N, KEYS_ONLY);
        assertThat(verify(name)).containsExactly(noTtl(name), noIndex(name));
    }

    @Test
    void anExpiryIndexWithOtherKeys() {
        String name = tables.withIndex("expiry-index", "owner", S, "expiryBucket", N, KEYS_ONLY);
        assertThat(verify(name))
                .first()
                .asString()
                .startsWith(
                        "index 'expiry-index' has the keys 'owner' (S), 'expiryBucket' (N) instead of 'expiryShard' (S), 'expiryBucket' (N)");
    }

    @Test
    void anExpiryIndexThatProjectsMoreThanKeys() {
        String name = tables.withIndex("expiry-index", "expiryShard", S, "expiryBucket", N, ALL);
        assertThat(verify(name))
                .containsExactly(
                        noTtl(name),
                        "index 'expiry-index' of table '" + name
                                + "' projects ALL, which makes each write of a session cost twice: KEYS_ONLY is enough");
    }

    @Test
    void optionsAreNamedInTheFormInWhichTheyAreSet() {
        String name = tables.create("id", ScalarAttributeType.S, null);
        try (SessionTable table = SessionTable.of(existing(dynamoDb.client(), "none")
                .environment(Map.of("DYNAMO_SESSION_TABLE_NAME", name))
                .build())) {
            assertThat(table.verify())
                    .first()
                    .asString()
                    .startsWith("DYNAMO_SESSION_HASH_KEY is 'sessionId', but")
                    .endsWith("set DYNAMO_SESSION_HASH_KEY=id");
        }
    }

    @Test
    void enableTtlTurnsItOnAndMayBeRepeated() {
        String name = dynamoDb.newTable("sessionId");
        try (SessionTable table = table(name)) {
            table.enableTtl();
            table.enableTtl();
            assertThat(table.verify()).containsExactly(noIndex(name));
            assertThat(tables.ttl(name).attributeName()).isEqualTo("expires");
        }
    }

    @Test
    void describeTellsWhatThereIs() {
        String name = dynamoDb.newTableName();
        try (SessionTable table = SessionTable.of(existing(dynamoDb.client(), name)
                .readCapacityUnits(3)
                .writeCapacityUnits(4)
                .build())) {
            assertThat(table.describe()).isEmpty();
            table.createIfMissing();
            dynamoDb.client().putItem(put -> put.tableName(name).item(Map.of("sessionId", AttributeValue.fromS("x"))));
            SessionTable.Description found = table.describe().orElseThrow();
            assertThat(found.tableName()).isEqualTo(name);
            assertThat(found.status()).isEqualTo("ACTIVE");
            assertThat(found.hashKey()).isEqualTo("sessionId");
            assertThat(found.ttlKey()).contains("expires");
            assertThat(found.hasExpiryIndex()).isTrue();
            assertThat(found.readCapacityUnits()).isEqualTo(3);
            assertThat(found.writeCapacityUnits()).isEqualTo(4);
            assertThat(found.itemCount()).isEqualTo(1);
            assertThat(found.sizeBytes()).isPositive();
            assertThat(found.toString())
                    .startsWith("Table[tableName=" + name + ", status=ACTIVE, keys=['sessionId' (S)], ttlKey=");
        }
    }

    @Test
    void describeOfABareTableTellsWhatThereIsNot() {
        String name = dynamoDb.newTable("id");
        try (SessionTable table = table(name)) {
            SessionTable.Description found = table.describe().orElseThrow();
            assertThat(found.hashKey()).isEqualTo("id");
            assertThat(found.ttlKey()).isEmpty();
            assertThat(found.hasExpiryIndex()).isFalse();
            assertThat(found.readCapacityUnits()).isZero();
            assertThat(found.writeCapacityUnits()).isZero();
        }
    }

    private static SessionTable table(String name) {
        return SessionTable.of(existing(dynamoDb.client(), name).build());
    }

    private static List<String> verify(String name) {
        try (SessionTable table = table(name)) {
            return table.verify();
        }
    }

    private static String noTtl(String name) {
        return "table '" + name + "' has no TTL: sessions that no node ends stay in it. Enable it: aws dynamodb"
                + " update-time-to-live --table-name " + name
                + " --time-to-live-specification Enabled=true,AttributeName=expires; or set ttlEnabled=false";
    }

    private static String noIndex(String name) {
        return "table '" + name
                + "' has no index 'expiry-index': TTL alone removes expired sessions, and their listeners"
                + " are not notified. Create it as docs/operations.md says, or set expiryEvents=false";
    }

    private static String delete(String name, String index) {
        return " Delete it: aws dynamodb update-table --table-name " + name
                + " --global-secondary-index-updates 'Delete={IndexName=" + index + "}'";
    }
}
