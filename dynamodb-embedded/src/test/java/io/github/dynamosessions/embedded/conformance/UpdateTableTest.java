package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/**
 * Tables change while they are in use.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html">UpdateTable</a>
 */
@SuppressWarnings("unchecked") // varargs of the SDK's builders
class UpdateTableTest {

    @Test
    void addsAnIndexWithTheItemsThatAreThere() {
        try (TestTable table = TestTable.create("pk:S")) {
            table.put("pk: 'a', g: 'x'");
            table.put("pk: 'b', g: 'y'");
            table.put("pk: 'c'");

            update(table, update -> update.attributeDefinitions(
                            g -> g.attributeName("g").attributeType(ScalarAttributeType.S))
                    .globalSecondaryIndexUpdates(index -> index.create(create -> create.indexName("added")
                            .keySchema(key -> key.attributeName("g").keyType(KeyType.HASH))
                            .projection(projection -> projection.projectionType(ProjectionType.ALL)))));

            await().untilAsserted(() -> assertThat(table.query("g = {'x'}", query -> query.indexName("added"))
                            .count())
                    .isOne());
            assertThat(table.scan(scan -> scan.indexName("added")).count()).isEqualTo(2);
        }
    }

    @Test
    void removesAnIndex() {
        try (TestTable table = TestTable.define("pk:S")
                .global("removed", ProjectionType.ALL, "g:S")
                .create()) {
            table.put("pk: 'a', g: 'x'");

            update(
                    table,
                    update -> update.globalSecondaryIndexUpdates(
                            index -> index.delete(delete -> delete.indexName("removed"))));

            await().untilAsserted(() ->
                    assertThat(describe(table).hasGlobalSecondaryIndexes()).isFalse());
            assertThat(table.get("pk: 'a'")).isNotEmpty();
        }
    }

    @Test
    void changesTheBillingMode() {
        try (TestTable table = TestTable.create("pk:S")) {
            update(table, update -> update.billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(units -> units.readCapacityUnits(5L).writeCapacityUnits(6L)));
            assertThat(describe(table).provisionedThroughput().readCapacityUnits())
                    .isEqualTo(5);

            update(
                    table,
                    update -> update.provisionedThroughput(
                            units -> units.readCapacityUnits(7L).writeCapacityUnits(8L)));
            assertThat(describe(table).provisionedThroughput().writeCapacityUnits())
                    .isEqualTo(8);

            update(table, update -> update.billingMode(BillingMode.PAY_PER_REQUEST));
            assertThat(describe(table).billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        }
    }

    @Test
    void leavesTheBillingModeOnDemand() {
        try (TestTable table = TestTable.create("pk:S")) {
            update(table, update -> update.billingMode(BillingMode.PAY_PER_REQUEST));

            assertThat(describe(table).billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        }
    }

    @Test
    void refusesWhatTheTableDoesNotHave() {
        String gone = TestTable.freshName();
        try (TestTable table = TestTable.define("pk:S")
                .global("index", ProjectionType.ALL, "g:S")
                .create()) {
            assertThat(refusal(
                            () -> update(
                                    table,
                                    update -> update.globalSecondaryIndexUpdates(
                                            index -> index.delete(delete -> delete.indexName("gone")))),
                            "ResourceNotFoundException"))
                    .contains("Requested resource not found");
            assertThat(refusal(
                            () -> update(
                                    table,
                                    update -> update.globalSecondaryIndexUpdates(
                                            index -> index.create(create -> create.indexName("undefined")
                                                    .keySchema(key -> key.attributeName("u")
                                                            .keyType(KeyType.HASH))
                                                    .projection(projection ->
                                                            projection.projectionType(ProjectionType.ALL))))),
                            "ValidationException"))
                    .isNotEmpty();
            assertRefused(
                    () -> CLIENT.updateTable(update -> update.tableName(gone).billingMode(BillingMode.PAY_PER_REQUEST)),
                    "ResourceNotFoundException",
                    "Requested resource not found: Table: " + gone + " not found");
        }
    }

    private static void update(TestTable table, Consumer<UpdateTableRequest.Builder> change) {
        CLIENT.updateTable(update -> change.accept(update.tableName(table.name())));
        TestTable.awaitActive(table.name());
    }

    private static TableDescription describe(TestTable table) {
        return CLIENT.describeTable(describe -> describe.tableName(table.name()))
                .table();
    }
}
