package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.RawTables;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class VerifyTableTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

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
                .containsExactly("table '" + name + "' does not exist; autoCreateTable or SessionTable.createIfMissing"
                        + " create it");
    }

    @Test
    void anotherHashKey() {
        String name = tables.create("id", ScalarAttributeType.S, null);
        assertThat(verify(name))
                .containsExactly("table '" + name + "' has the hash key 'id', but hashKey is 'sessionId'", noTtl(name));
    }

    @Test
    void aHashKeyThatIsNoString() {
        String name = tables.create("sessionId", ScalarAttributeType.N, null);
        assertThat(verify(name))
                .contains("table '" + name + "' has a hash key of type N, must be S (String)")
                .hasSize(2);
    }

    @Test
    void aRangeKey() {
        String name = tables.create("sessionId", ScalarAttributeType.S, "user");
        assertThat(verify(name))
                .contains("table '" + name + "' has the range key 'user', must have a hash key only")
                .hasSize(2);
    }

    @Test
    void everythingWrongAtOnce() {
        String name = tables.create("id", ScalarAttributeType.B, "user");
        assertThat(verify(name))
                .containsExactly(
                        "table '" + name + "' has the hash key 'id', but hashKey is 'sessionId'",
                        "table '" + name + "' has a hash key of type B, must be S (String)",
                        "table '" + name + "' has the range key 'user', must have a hash key only",
                        noTtl(name));
    }

    @Test
    void noTtl() {
        String name = dynamoDb.newTable("sessionId");
        assertThat(verify(name)).containsExactly(noTtl(name));
    }

    @Test
    void noTtlIsFineIfNotWanted() {
        String name = dynamoDb.newTable("sessionId");
        try (SessionTable table = SessionTable.of(
                existing(dynamoDb.client(), name).ttlEnabled(false).build())) {
            assertThat(table.verify()).isEmpty();
        }
    }

    @Test
    void aTtlOnAnotherAttribute() {
        String name = tables.createWithTtl("validUntil");
        assertThat(verify(name))
                .containsExactly("table '" + name + "' has its TTL on 'validUntil', but ttlKey is 'expires'");
    }

    @Test
    void enableTtlTurnsItOnAndMayBeRepeated() {
        String name = dynamoDb.newTable("sessionId");
        try (SessionTable table = table(name)) {
            table.enableTtl();
            table.enableTtl();
            assertThat(table.verify()).isEmpty();
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
            assertThat(found.toString()).startsWith("Table[tableName=" + name + ", status=ACTIVE, hashKey=sessionId");
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
        return "table '" + name
                + "' has no TTL: abandoned sessions are never deleted. Enable it with: aws dynamodb"
                + " update-time-to-live --table-name " + name
                + " --time-to-live-specification Enabled=true,AttributeName=expires. To silence this warning set"
                + " ttlEnabled=false";
    }
}
