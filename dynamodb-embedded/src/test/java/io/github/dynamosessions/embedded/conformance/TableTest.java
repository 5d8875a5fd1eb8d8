package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Refusals.refusal;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * Tables are created, described, listed and deleted.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html">CreateTable</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html">TableDescription</a>
 */
@SuppressWarnings("unchecked") // varargs of the SDK's builders
class TableTest {

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String CONSTRAINT = " failed to satisfy constraint: Member must ";

    @AutoClose
    private static final TestTable TABLE = TestTable.define("pk:S", "sk:N")
            .global("global", ProjectionType.INCLUDE, List.of("a", "b"), "g:B")
            .local("local", ProjectionType.KEYS_ONLY, "pk:S", "l:S")
            .create();

    @Test
    void isDescribed() {
        TableDescription table = CLIENT.describeTable(describe -> describe.tableName(TABLE.name()))
                .table();

        assertThat(table.tableName()).isEqualTo(TABLE.name());
        assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(table.tableArn()).startsWith("arn:aws:dynamodb:").endsWith(":table/" + TABLE.name());
        assertThat(table.tableId()).isNotEmpty();
        assertThat(table.creationDateTime()).isNotNull();
        assertThat(table.itemCount()).isZero();
        assertThat(table.tableSizeBytes()).isZero();
        assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(table.provisionedThroughput().readCapacityUnits()).isZero();
        assertThat(table.provisionedThroughput().writeCapacityUnits()).isZero();
        assertThat(table.attributeDefinitions())
                .extracting(attribute -> attribute.attributeName() + ":" + attribute.attributeTypeAsString())
                .containsExactlyInAnyOrder("pk:S", "sk:N", "g:B", "l:S");
        assertThat(table.keySchema())
                .extracting(key -> key.attributeName() + ":" + key.keyTypeAsString())
                .containsExactly("pk:HASH", "sk:RANGE");
    }

    @Test
    void itsIndexesAreDescribed() {
        TableDescription table = CLIENT.describeTable(describe -> describe.tableName(TABLE.name()))
                .table();

        assertThat(table.globalSecondaryIndexes()).singleElement().satisfies(index -> {
            assertThat(index.indexName()).isEqualTo("global");
            assertThat(index.indexStatus()).isEqualTo(IndexStatus.ACTIVE);
            assertThat(index.indexArn()).isEqualTo(table.tableArn() + "/index/global");
            assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.INCLUDE);
            assertThat(index.projection().nonKeyAttributes()).containsExactlyInAnyOrder("a", "b");
            assertThat(index.keySchema()).singleElement().satisfies(key -> assertThat(key.keyType())
                    .isEqualTo(KeyType.HASH));
        });
        assertThat(table.localSecondaryIndexes()).singleElement().satisfies(index -> {
            assertThat(index.indexName()).isEqualTo("local");
            assertThat(index.indexArn()).isEqualTo(table.tableArn() + "/index/local");
            assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.KEYS_ONLY);
        });
    }

    @Test
    void mayHaveProvisionedThroughput() {
        String name = TestTable.freshName();
        CLIENT.createTable(TestTable.define("pk:S").request(table -> table.tableName(name)
                .billingMode((BillingMode) null)
                .provisionedThroughput(units -> units.readCapacityUnits(7L).writeCapacityUnits(9L))));
        TestTable.awaitActive(name);

        TableDescription table =
                CLIENT.describeTable(describe -> describe.tableName(name)).table();

        assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(7);
        assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(9);
        CLIENT.deleteTable(delete -> delete.tableName(name));
    }

    @Test
    void isCreatedOnce() {
        assertRefused(
                () -> CLIENT.createTable(TestTable.define("pk:S").request(table -> table.tableName(TABLE.name()))),
                "ResourceInUseException",
                "Table already exists: " + TABLE.name());
    }

    @Test
    void isDeleted() {
        String name = TestTable.freshName();
        CLIENT.createTable(TestTable.define("pk:S").request(table -> table.tableName(name)));
        TestTable.awaitActive(name);

        assertThat(CLIENT.deleteTable(delete -> delete.tableName(name))
                        .tableDescription()
                        .tableStatus())
                .isEqualTo(TableStatus.DELETING);
        await().untilAsserted(() -> assertRefused(
                () -> CLIENT.describeTable(table -> table.tableName(name)),
                "ResourceNotFoundException",
                "Requested resource not found: Table: " + name + " not found"));
    }

    @Test
    void isProtectedAgainstDeletion() {
        String name = TestTable.freshName();
        CLIENT.createTable(
                TestTable.define("pk:S").request(table -> table.tableName(name).deletionProtectionEnabled(true)));
        TestTable.awaitActive(name);

        assertThat(refusal(() -> CLIENT.deleteTable(delete -> delete.tableName(name)), "ValidationException"))
                .contains("protected against deletion");
        CLIENT.updateTable(update -> update.tableName(name).deletionProtectionEnabled(false));
        TestTable.awaitActive(name);
        CLIENT.deleteTable(delete -> delete.tableName(name));
    }

    @Test
    void isNotThere() {
        String name = TestTable.freshName();
        String message = "Requested resource not found: Table: " + name + " not found";

        assertRefused(() -> CLIENT.describeTable(table -> table.tableName(name)), "ResourceNotFoundException", message);
        assertRefused(() -> CLIENT.deleteTable(table -> table.tableName(name)), "ResourceNotFoundException", message);
    }

    @Test
    void areListedByName() {
        List<String> names = new ArrayList<>();
        ListTablesResponse page = CLIENT.listTables(list -> list.limit(1));
        while (page.lastEvaluatedTableName() != null) {
            names.addAll(page.tableNames());
            assertThat(page.tableNames()).hasSize(1);
            String last = page.lastEvaluatedTableName();
            page = CLIENT.listTables(list -> list.limit(1).exclusiveStartTableName(last));
        }
        names.addAll(page.tableNames());

        assertThat(names).isSorted().doesNotHaveDuplicates().contains(TABLE.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void aListIsLimited(int limit) {
        String constraint = limit == 0 ? "greater than or equal to 1" : "less than or equal to 100";

        assertInvalid(
                () -> CLIENT.listTables(list -> list.limit(limit)),
                "1 validation error detected: Value '" + limit + "' at 'limit'" + CONSTRAINT + "have value "
                        + constraint);
    }

    static Stream<Arguments> wrongTables() {
        String name = TestTable.freshName();
        return Stream.of(
                wrong(
                        "no name",
                        table -> table,
                        "The parameter 'TableName' is required but was not present in the request"),
                wrong(
                        "a short name",
                        table -> table.tableName("ab"),
                        "1 validation error detected: Value 'ab' at 'tableName'" + CONSTRAINT
                                + "have length greater than or equal to 3"),
                wrong(
                        "a long name",
                        table -> table.tableName("a".repeat(256)),
                        "1 validation error detected: Value '" + "a".repeat(256) + "' at 'tableName'" + CONSTRAINT
                                + "have length less than or equal to 255"),
                wrong(
                        "characters in the name",
                        table -> table.tableName("a b c"),
                        "1 validation error detected: Value 'a b c' at 'tableName'" + CONSTRAINT
                                + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
                wrong(
                        "a key type",
                        table -> table.tableName(name)
                                .keySchema(key -> key.attributeName("pk").keyType("BAD")),
                        "1 validation error detected: Value 'BAD' at 'keySchema.1.member.keyType'" + CONSTRAINT
                                + "satisfy enum value set: [HASH, RANGE]"),
                wrong(
                        "an attribute type",
                        table -> table.tableName(name)
                                .attributeDefinitions(attribute ->
                                        attribute.attributeName("pk").attributeType("BAD")),
                        "1 validation error detected: Value 'BAD' at 'attributeDefinitions.1.member.attributeType'"
                                + CONSTRAINT + "satisfy enum value set: [B, N, S]"),
                wrong(
                        "a billing mode",
                        table -> table.tableName(name).billingMode("BAD"),
                        "1 validation error detected: Value 'BAD' at 'billingMode'" + CONSTRAINT
                                + "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]"),
                wrong(
                        "three keys",
                        table -> table.tableName(name)
                                .keySchema(
                                        key -> key.attributeName("pk").keyType(KeyType.HASH),
                                        key -> key.attributeName("sk").keyType(KeyType.RANGE),
                                        key -> key.attributeName("tk").keyType(KeyType.RANGE)),
                        "1 validation error detected: Value '[KeySchemaElement(attributeName=pk, keyType=HASH),"
                                + " KeySchemaElement(attributeName=sk, keyType=RANGE), KeySchemaElement(attributeName=tk, keyType=RANGE)]'"
                                + " at 'keySchema'" + CONSTRAINT + "have length less than or equal to 2"),
                wrong(
                        "one key twice",
                        table -> table.tableName(name)
                                .keySchema(
                                        key -> key.attributeName("pk").keyType(KeyType.HASH),
                                        key -> key.attributeName("pk").keyType(KeyType.RANGE)),
                        "Invalid KeySchema: Some index key attribute have no definition"),
                wrong(
                        "a range key first",
                        table -> table.tableName(name)
                                .keySchema(key -> key.attributeName("pk").keyType(KeyType.RANGE)),
                        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
                wrong(
                        "units on demand",
                        table -> table.tableName(name).provisionedThroughput(units -> units.readCapacityUnits(1L)
                                .writeCapacityUnits(1L)),
                        INVALID
                                + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"),
                wrong(
                        "no units",
                        table -> table.tableName(name).billingMode(BillingMode.PROVISIONED),
                        INVALID
                                + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"),
                wrong(
                        "a disabled stream with a view",
                        table -> table.tableName(name).streamSpecification(stream -> stream.streamEnabled(false)
                                .streamViewType("NEW_IMAGE")),
                        INVALID
                                + "Table is being created with a stream disabled, UpdateViewType should not be specified"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTables")
    void isRefused(String what, CreateTableRequest request, String message) {
        assertInvalid(() -> CLIENT.createTable(request), message);
    }

    static Stream<Arguments> wrongIndexes() {
        return Stream.of(
                wrong(
                        "INCLUDE of nothing",
                        TestTable.define("pk:S").global("index", ProjectionType.INCLUDE, "g:S"),
                        INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
                wrong(
                        "KEYS_ONLY and more",
                        TestTable.define("pk:S").global("index", ProjectionType.KEYS_ONLY, List.of("a"), "g:S"),
                        INVALID + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified"),
                wrong(
                        "ALL and more",
                        TestTable.define("pk:S").global("index", ProjectionType.ALL, List.of("a"), "g:S"),
                        INVALID + "ProjectionType is ALL, but NonKeyAttributes is specified"),
                wrong(
                        "one name twice",
                        TestTable.define("pk:S", "sk:S")
                                .global("same", ProjectionType.ALL, "g:S")
                                .global("same", ProjectionType.ALL, "h:S"),
                        INVALID + "Duplicate index name: same"),
                wrong(
                        "a name of both kinds",
                        TestTable.define("pk:S", "sk:S")
                                .global("same", ProjectionType.ALL, "g:S")
                                .local("same", ProjectionType.ALL, "pk:S", "l:S"),
                        INVALID + "Duplicate index name: same"),
                wrong(
                        "a local index without a sort key of the table",
                        TestTable.define("pk:S").local("local", ProjectionType.ALL, "pk:S", "l:S"),
                        INVALID
                                + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"),
                wrong(
                        "a local index with another partition key",
                        TestTable.define("pk:S", "sk:S").local("local", ProjectionType.ALL, "l:S", "sk:S"),
                        INVALID
                                + "Index KeySchema does not have the same leading hash key as table KeySchema for index: local. index"
                                + " hash key: l, table hash key: pk"),
                wrong(
                        "a local index without a sort key",
                        TestTable.define("pk:S", "sk:S").local("local", ProjectionType.ALL, "pk:S"),
                        INVALID + "Index KeySchema does not have a range key for index: local"),
                wrong(
                        "short names, the global one first",
                        TestTable.define("pk:S", "sk:S")
                                .local("l1", ProjectionType.ALL, "pk:S", "l:S")
                                .global("g1", ProjectionType.ALL, "g:S"),
                        "2 validation errors detected: Value 'g1' at 'globalSecondaryIndexes.1.member.indexName'"
                                + CONSTRAINT
                                + "have length greater than or equal to 3; Value 'l1' at 'localSecondaryIndexes.1.member.indexName'"
                                + CONSTRAINT + "have length greater than or equal to 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongIndexes")
    void itsIndexIsRefused(String what, CreateTableRequest request, String message) {
        assertInvalid(() -> CLIENT.createTable(request), message);
    }

    @Test
    void itsKeysAreDefined() {
        String name = TestTable.freshName();

        assertInvalid(
                () -> CLIENT.createTable(TestTable.define("pk:S").request(table -> table.tableName(name)
                        .attributeDefinitions(
                                other -> other.attributeName("other").attributeType("S")))),
                INVALID
                        + "Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [other]");
        assertInvalid(
                () -> CLIENT.createTable(TestTable.define("pk:S").request(table -> table.tableName(name)
                        .attributeDefinitions(
                                pk -> pk.attributeName("pk").attributeType("S"),
                                other -> other.attributeName("other").attributeType("S")))),
                INVALID + "Number of attributes in KeySchema does not exactly match number of attributes defined in"
                        + " AttributeDefinitions");
    }

    private static Arguments wrong(String what, UnaryOperator<CreateTableRequest.Builder> change, String message) {
        return Arguments.of(what, TestTable.define("pk:S").request(change), message);
    }

    private static Arguments wrong(String what, TestTable.Definition definition, String message) {
        return Arguments.of(what, definition.request(table -> table.tableName(TestTable.freshName())), message);
    }
}
