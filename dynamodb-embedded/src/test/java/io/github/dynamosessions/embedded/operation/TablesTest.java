package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {

    private final TestDatabase database = new TestDatabase();

    @Test
    void tableIsActiveAtOnceAndDescribed() {
        assertThat(database.ok("CreateTable", TestDatabase.T)).contains("'TableStatus':'CREATING'");

        assertThat(database.ok("DescribeTable", "'TableName':'table'"))
                .contains("'TableStatus':'ACTIVE'")
                .contains("'KeySchema':[{")
                .contains("'BillingMode':'PAY_PER_REQUEST'")
                .contains("'TableArn':'arn:aws:dynamodb:local:000000000000:table/table'");
    }

    @Test
    void sameNameIsInUse() {
        database.ok("CreateTable", TestDatabase.T);

        assertThat(database.error("CreateTable", TestDatabase.T))
                .isEqualTo("ResourceInUseException: Table already exists: table");
    }

    @Test
    void deletedTableIsNotFound() {
        database.ok("CreateTable", TestDatabase.T);
        database.ok("DeleteTable", "'TableName':'table'");

        assertThat(database.error("DescribeTable", "'TableName':'table'"))
                .isEqualTo("ResourceNotFoundException: Requested resource not found: Table: table not found");
    }

    @Test
    void protectedTableIsNotDeleted() {
        database.ok("CreateTable", TestDatabase.T + ",'DeletionProtectionEnabled':true");
        assertThat(database.error("DeleteTable", "'TableName':'table'")).contains("protected against deletion");

        database.ok("UpdateTable", "'TableName':'table','DeletionProtectionEnabled':false");

        database.ok("DeleteTable", "'TableName':'table'");
    }

    @Test
    void tablesAreListedInPages() {
        for (String name : new String[] {"bbb", "aaa", "ccc"}) {
            database.ok("CreateTable", TestDatabase.T.replace("'TableName':'table'", "'TableName':'" + name + "'"));
        }

        assertThat(database.ok("ListTables", "'Limit':2"))
                .isEqualTo("{'TableNames':['aaa','bbb'],'LastEvaluatedTableName':'bbb'}");
        assertThat(database.ok("ListTables", "'ExclusiveStartTableName':'bbb'")).isEqualTo("{'TableNames':['ccc']}");
    }

    @Test
    void billingModeChangesBothWays() {
        database.ok("CreateTable", TestDatabase.T);
        assertThat(database.ok(
                        "UpdateTable",
                        "'TableName':'table','BillingMode':'PROVISIONED','ProvisionedThroughput':"
                                + "{'ReadCapacityUnits':3,'WriteCapacityUnits':4}"))
                .contains("'BillingMode':'PROVISIONED'")
                .contains("'ReadCapacityUnits':3,'WriteCapacityUnits':4");
        assertThat(database.ok("UpdateTable", "'TableName':'table','BillingMode':'PAY_PER_REQUEST'"))
                .contains("'BillingMode':'PAY_PER_REQUEST'");
    }

    @Test
    void tagsAreSetListedAndRemoved() {
        database.ok("CreateTable", TestDatabase.T + ",'Tags':[{'Key':'a','Value':'1'}]");
        String arn = "'ResourceArn':'arn:aws:dynamodb:local:000000000000:table/table'";
        database.ok("TagResource", arn + ",'Tags':[{'Key':'b','Value':'2'}]");
        database.ok("UntagResource", arn + ",'TagKeys':['a']");

        assertThat(database.ok("ListTagsOfResource", arn)).contains("'b'").doesNotContain("'a'");
    }

    @Test
    void pointInTimeRecoveryIsRemembered() {
        database.ok("CreateTable", TestDatabase.T);
        assertThat(database.ok("DescribeContinuousBackups", "'TableName':'table'"))
                .contains("'PointInTimeRecoveryStatus':'DISABLED'");
        database.ok(
                "UpdateContinuousBackups",
                "'TableName':'table','PointInTimeRecoverySpecification':" + "{'PointInTimeRecoveryEnabled':true}");

        assertThat(database.ok("DescribeContinuousBackups", "'TableName':'table'"))
                .contains("'PointInTimeRecoveryStatus':'ENABLED','RecoveryPeriodInDays':35");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | The parameter 'TableName' is required but was not present in the request",
                "{'TableName':'ab'} | 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
                "{'TableName':'a b c'} | 1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
                "{'TableName':'abc'} | One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
                "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'X'}]} | 1 validation error detected: Value 'X' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]",
                "{'TableName':'abc','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'}],'KeySchema':[{'AttributeName':'a','KeyType':'HASH'},{'AttributeName':'a','KeyType':'RANGE'}]} | Invalid KeySchema: Some index key attribute have no definition",
                "{'TableName':'abc','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'}],'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],'StreamSpecification':{'StreamEnabled':true}} | dynamodb-embedded has no streams (StreamSpecification). The image amazon/dynamodb-local has them",
            })
    void definitionsThatAreNotValidAreRefused(String request, String message) {
        assertThat(database.error("CreateTable", request.substring(1, request.length() - 1)))
                .isEqualTo("ValidationException: " + message);
    }
}
