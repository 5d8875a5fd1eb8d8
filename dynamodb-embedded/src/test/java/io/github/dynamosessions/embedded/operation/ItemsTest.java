package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemsTest {

    private static final String A = "'TableName':'table','Key':{'id':{'S':'a'}}";

    private final TestDatabase database = TestDatabase.withTable();

    @Test
    void itemOfAllTypesComesBackAsItWasPut() {
        String item = "{'id':{'S':'a'},'n':{'N':'-1.5'},'b':{'B':'AQI='},'t':{'BOOL':true},'z':{'NULL':true},"
                + "'m':{'M':{'':{'S':''},'l':{'L':[{'M':{}},{'L':[]}]}}},'ss':{'SS':['x','']},'ns':{'NS':['1','2']},"
                + "'bs':{'BS':['AQ==','Ag==']}}";

        database.put(item.substring(1, item.length() - 1));

        assertThat(database.get("a")).isEqualTo(item);
    }

    @Test
    void falseConditionChangesNothingAndReturnsTheItemIfAsked() {
        database.put("'id':{'S':'a'},'v':{'N':'1'}");
        String put = "'TableName':'table','Item':{'id':{'S':'a'}},'ConditionExpression':'attribute_not_exists(id)'";

        assertThat(database.error("PutItem", put))
                .isEqualTo("ConditionalCheckFailedException: The conditional request failed");
        assertThat(database.execute("PutItem", put + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD'")
                        .text())
                .contains("\"Item\":{\"id\":{\"S\":\"a\"},\"v\":{\"N\":\"1\"}}");
        assertThat(database.get("a")).contains("'v'");
    }

    @Test
    void deleteReturnsTheOldItem() {
        database.put("'id':{'S':'a'},'v':{'N':'1'}");

        assertThat(database.ok("DeleteItem", A + ",'ReturnValues':'ALL_OLD'")).contains("'v':{'N':'1'}");
        assertThat(database.ok("DeleteItem", A + ",'ReturnValues':'ALL_OLD'")).isEqualTo("{}");
        assertThat(database.get("a")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | One or more parameter values were invalid: Missing the key id in the item",
                "{'id':{'N':'1'}} | One or more parameter values were invalid: Type mismatch for key id expected: S actual: N",
                "{'id':{'S':''}} | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id",
                "{'id':{'S':'a'},'x':{'SS':[]}} | One or more parameter values were invalid: An string set  may not be empty",
                "{'id':{'S':'a'},'x':{'NS':['1','1.0']}} | Input collection contains duplicates",
                "{'id':{'S':'a'},'x':{'SS':['a','a']}} | One or more parameter values were invalid: Input collection [a, a] contains duplicates.",
                "{'id':{'S':'a'},'x':{'BS':['AA==','AA==']}} | One or more parameter values were invalid: Input collection [AA==, AA==]of type BS contains duplicates.",
                "{'id':{'S':'a'},'x':{}} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
                "{'id':{'S':'a'},'x':{'S':'a','N':'1'}} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
                "{'id':{'S':'a'},'x':{'NULL':false}} | One or more parameter values were invalid: Null attribute value types must have the value of true",
                "{'id':{'S':'a'},'x':{'N':'abc'}} | The parameter cannot be converted to a numeric value: abc",
            })
    void itemsThatAreNotValidAreRefused(String item, String message) {
        assertThat(database.error("PutItem", "'TableName':'table','Item':" + item.replace("'", "'")))
                .isEqualTo("ValidationException: " + message);
    }

    @Test
    void itemOf400KilobytesIsTheLargest() {
        int rest = 400 * 1024 - "ida".length() - "x".length();
        database.put("'id':{'S':'a'},'x':{'S':'" + "y".repeat(rest) + "'}");

        assertThat(database.error(
                        "PutItem",
                        "'TableName':'table','Item':{'id':{'S':'a'},'x':{'S':'" + "y".repeat(rest + 1) + "'}}"))
                .isEqualTo("ValidationException: Item size has exceeded the maximum allowed size");
    }

    @Test
    void valuesNestUpTo32Levels() {
        database.put("'id':{'S':'a'},'x':" + nested(31));

        assertThat(database.error("PutItem", "'TableName':'table','Item':{'id':{'S':'a'},'x':" + nested(32) + "}"))
                .startsWith("ValidationException: Nesting Levels have exceeded supported limits");
    }

    private static String nested(int maps) {
        return "{'M':{'k':".repeat(maps) + "{'S':'leaf'}" + "}}".repeat(maps);
    }

    @Test
    void keyHasExactlyTheAttributesOfTheSchema() {
        for (String key :
                new String[] {"{}", "{'id':{'N':'1'}}", "{'id':{'S':'a'},'x':{'S':'a'}}", "{'x':{'S':'a'}}"}) {
            assertThat(database.error("GetItem", "'TableName':'table','Key':" + key))
                    .isEqualTo("ValidationException: The provided key element does not match the schema");
        }
        assertThat(database.error("GetItem", "'TableName':'table','Key':{'id':{'S':'" + "x".repeat(2049) + "'}}"))
                .endsWith("Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }

    @Test
    void unknownTableIsNotFound() {
        assertThat(database.error("GetItem", "'TableName':'none','Key':{'id':{'S':'a'}}"))
                .isEqualTo("ResourceNotFoundException: Requested resource not found");
    }

    @Test
    void tableMayBeNamedByItsArn() {
        database.put("'id':{'S':'a'}");

        assertThat(database.ok("GetItem", A.replace("'table'", "'arn:aws:dynamodb:local:000000000000:table/table'")))
                .contains("'id'");
    }

    @Test
    void enumsThatAreNotValidAreReportedTogether() {
        assertThat(database.error(
                        "PutItem",
                        "'TableName':'table','Item':{'id':{'S':'a'}},'ReturnValues':'X',"
                                + "'ReturnConsumedCapacity':'Y'"))
                .isEqualTo(
                        "ValidationException: 2 validation errors detected: Value 'X' at 'returnValues' failed to satisfy "
                                + "constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; "
                                + "Value 'Y' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum "
                                + "value set: [INDEXES, TOTAL, NONE]");
    }

    @Test
    void placeholdersNeedAnExpression() {
        assertThat(database.error(
                        "PutItem",
                        "'TableName':'table','Item':{'id':{'S':'a'}},"
                                + "'ExpressionAttributeValues':{':v':{'S':'x'}}"))
                .isEqualTo(
                        "ValidationException: ExpressionAttributeValues can only be specified when using expressions: "
                                + "ConditionExpression is null");
    }

    @Test
    void readUnitsAreOfFourKilobytes() {
        database.put("'id':{'S':'a'},'x':{'S':'" + "y".repeat(5000) + "'}");

        assertThat(database.ok("GetItem", A + ",'ReturnConsumedCapacity':'TOTAL','ProjectionExpression':'id'"))
                .endsWith("'ConsumedCapacity':{'TableName':'table','CapacityUnits':1.0}}");
        assertThat(database.ok("GetItem", A + ",'ReturnConsumedCapacity':'TOTAL','ConsistentRead':true"))
                .endsWith("'CapacityUnits':2.0}}");
        assertThat(database.ok("GetItem", A.replace("'a'", "'none'") + ",'ReturnConsumedCapacity':'TOTAL'"))
                .endsWith("'CapacityUnits':0.5}}");
    }

    @Test
    void writeUnitsAreOfTheLargerItem() {
        database.put("'id':{'S':'a'},'x':{'S':'" + "y".repeat(5000) + "'}");

        assertThat(database.ok("DeleteItem", A + ",'ReturnConsumedCapacity':'TOTAL'"))
                .endsWith("'CapacityUnits':5.0}}");
        assertThat(database.ok("DeleteItem", A + ",'ReturnConsumedCapacity':'TOTAL'"))
                .endsWith("'CapacityUnits':1.0}}");
    }
}
