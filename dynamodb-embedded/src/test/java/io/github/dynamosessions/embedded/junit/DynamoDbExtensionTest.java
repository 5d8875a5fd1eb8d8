package io.github.dynamosessions.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.sdk.Clients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

@ExtendWith(DynamoDbExtension.class)
class DynamoDbExtensionTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String TABLE_OF_A_STATIC_INITIALISER = dynamoDb.newTable("id");

    private final String tableOfAnInstanceInitialiser = dynamoDb.newTable("id");

    @Test
    void freshTableIsActiveEmptyAndOnDemand(DynamoDbClient client, @FreshTable String table) {
        TableDescription description = describe(client, table);

        assertThat(description.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(description.itemCount()).isZero();
        assertThat(description.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    }

    @Test
    void hashKeyIsIdUnlessAsked(
            DynamoDbClient client, @FreshTable String usual, @FreshTable(hashKey = "sessionId") String other) {
        assertHashKey(describe(client, usual), "id");
        assertHashKey(describe(client, other), "sessionId");
        assertHashKey(describe(client, dynamoDb.newTable("user")), "user");
    }

    @Test
    void everyTableIsAnother(@FreshTable String one, @FreshTable String two) {
        assertThat(one).isNotEqualTo(two).isNotEqualTo(dynamoDb.newTable("id"));
    }

    @Test
    void newTableNameIsTheNameOfNoTable() {
        assertThat(dynamoDb.client().listTables().tableNames()).doesNotContain(dynamoDb.newTableName());
    }

    @Test
    void injectedClientIsTheOneOfTheField(DynamoDbClient client) {
        assertThat(client).isSameAs(dynamoDb.client());
    }

    @Test
    void endpointReachesTheSameTables(@FreshTable String table) {
        try (DynamoDbClient other = Clients.http(dynamoDb.endpoint())) {
            assertThat(describe(other, table).tableName()).isEqualTo(table);
        }
    }

    @Test
    void initialisersMayAskForTables(DynamoDbClient client) {
        assertThat(describe(client, TABLE_OF_A_STATIC_INITIALISER).tableStatus())
                .isEqualTo(TableStatus.ACTIVE);
        assertThat(describe(client, tableOfAnInstanceInitialiser).tableStatus()).isEqualTo(TableStatus.ACTIVE);
    }

    private static void assertHashKey(TableDescription description, String name) {
        assertThat(description.keySchema()).singleElement().satisfies(key -> {
            assertThat(key.attributeName()).isEqualTo(name);
            assertThat(key.keyType()).isEqualTo(KeyType.HASH);
        });
    }

    private static TableDescription describe(DynamoDbClient client, String table) {
        return client.describeTable(describe -> describe.tableName(table)).table();
    }
}
