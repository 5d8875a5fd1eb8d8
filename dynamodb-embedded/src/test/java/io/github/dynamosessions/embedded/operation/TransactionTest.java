package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.Test;

class TransactionTest {

    private static final String PUT_B = "{'Put':{'TableName':'table','Item':{'id':{'S':'b'}}}}";
    private static final String CHECK_A =
            "{'ConditionCheck':{'TableName':'table','Key':{'id':{'S':'a'}},'ConditionExpression':'attribute_exists(id)'}}";

    private final TestDatabase database = TestDatabase.withTable();

    @Test
    void allActionsHappen() {
        database.put("'id':{'S':'a'}");
        database.put("'id':{'S':'c'}");

        database.ok(
                "TransactWriteItems",
                "'TransactItems':[" + CHECK_A + "," + PUT_B
                        + ",{'Delete':{'TableName':'table','Key':{'id':{'S':'c'}}}},"
                        + "{'Update':{'TableName':'table','Key':{'id':{'S':'d'}},'UpdateExpression':'SET x = :x',"
                        + "'ExpressionAttributeValues':{':x':{'N':'1'}}}}]");

        assertThat(database.get("b")).isNotEqualTo("{}");
        assertThat(database.get("c")).isEqualTo("{}");
        assertThat(database.get("d")).contains("'x':{'N':'1'}");
    }

    @Test
    void oneFalseConditionCancelsAllWithAReasonForEach() {
        String write = "'TransactItems':[" + PUT_B + "," + CHECK_A + "]";

        assertThat(database.error("TransactWriteItems", write))
                .isEqualTo(
                        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific "
                                + "reasons [None, ConditionalCheckFailed]");
        assertThat(database.execute("TransactWriteItems", write).text())
                .contains(
                        "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Message\":"
                                + "\"The conditional request failed\"}]");
        assertThat(database.get("b")).isEqualTo("{}");
    }

    @Test
    void twoActionsOnOneItemAreRefused() {
        assertThat(database.error("TransactWriteItems", "'TransactItems':[" + PUT_B + "," + PUT_B + "]"))
                .isEqualTo("ValidationException: Transaction request cannot include multiple operations on one item");
    }

    @Test
    void repeatedTokenWritesOnce() {
        String add =
                "'ClientRequestToken':'token','TransactItems':[{'Update':{'TableName':'table','Key':{'id':{'S':'a'}},"
                        + "'UpdateExpression':'ADD n :n','ExpressionAttributeValues':{':n':{'N':'1'}}}}]";
        database.ok("TransactWriteItems", add);
        database.ok("TransactWriteItems", add);

        assertThat(database.get("a")).contains("'n':{'N':'1'}");
        assertThat(database.error("TransactWriteItems", add.replace("'1'", "'2'")))
                .startsWith("IdempotentParameterMismatchException: ");
    }

    @Test
    void wrongTypeOfAKeyIsAReasonAndAnEmptyKeyIsNot() {
        assertThat(database.execute(
                                "TransactWriteItems",
                                "'TransactItems':[{'Put':{'TableName':'table','Item':{'id':{'N':'1'}}}}]")
                        .text())
                .contains("\"Code\":\"ValidationError\"")
                .contains("Type mismatch for key id expected: S actual: N");
        assertThat(database.error(
                        "TransactWriteItems", "'TransactItems':[{'Put':{'TableName':'table','Item':{'id':{'S':''}}}}]"))
                .startsWith("ValidationException: One or more parameter values are not valid.");
    }

    @Test
    void readsAreOfOneMomentAndCostTwice() {
        database.put("'id':{'S':'a'}");

        assertThat(database.ok(
                        "TransactGetItems",
                        "'ReturnConsumedCapacity':'TOTAL','TransactItems':[{'Get':{'TableName':'table',"
                                + "'Key':{'id':{'S':'a'}}}},{'Get':{'TableName':'table','Key':{'id':{'S':'b'}}}}]"))
                .isEqualTo("{'Responses':[{'Item':{'id':{'S':'a'}}},{}],'ConsumedCapacity':[{'TableName':'table',"
                        + "'CapacityUnits':4.0,'ReadCapacityUnits':4.0}]}");
    }

    @Test
    void emptyTransactionIsRefused() {
        assertThat(database.error("TransactWriteItems", "'TransactItems':[]"))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy "
                                + "constraint: Member must have length greater than or equal to 1");
    }
}
