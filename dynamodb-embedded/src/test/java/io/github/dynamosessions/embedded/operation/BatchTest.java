package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final TestDatabase database = TestDatabase.withTable();

    private static String puts(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{'PutRequest':{'Item':{'id':{'S':'" + i + "'}}}}")
                .collect(Collectors.joining(",", "'RequestItems':{'table':[", "]}"));
    }

    private static String keys(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{'id':{'S':'" + i + "'}}")
                .collect(Collectors.joining(",", "'RequestItems':{'table':{'Keys':[", "]}}"));
    }

    @Test
    void twentyFivePutsAreReadBack() {
        assertThat(database.ok("BatchWriteItem", puts(25) + ",'ReturnConsumedCapacity':'TOTAL'"))
                .isEqualTo("{'UnprocessedItems':{},'ConsumedCapacity':[{'TableName':'table','CapacityUnits':25.0}]}");

        String answer = database.ok("BatchGetItem", keys(26));

        assertThat(answer.split("'id'", -1)).hasSize(26);
        assertThat(answer).endsWith("'UnprocessedKeys':{}}");
    }

    @Test
    void putsAndDeletesMix() {
        database.put("'id':{'S':'gone'}");

        database.ok(
                "BatchWriteItem",
                "'RequestItems':{'table':[{'DeleteRequest':{'Key':{'id':{'S':'gone'}}}},"
                        + "{'PutRequest':{'Item':{'id':{'S':'new'}}}}]}");

        assertThat(database.get("gone")).isEqualTo("{}");
        assertThat(database.get("new")).isNotEqualTo("{}");
    }

    @Test
    void moreThanTwentyFivePutsAreRefused() {
        assertThat(database.error("BatchWriteItem", puts(26)))
                .startsWith("ValidationException: 1 validation error detected: Value '{table=[{PutRequest=")
                .endsWith(
                        "at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must "
                                + "have length less than or equal to 25, Member must have length greater than or equal to 1]");
    }

    @Test
    void moreThanAHundredKeysAreRefused() {
        assertThat(database.error("BatchGetItem", keys(101)))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at 'RequestItems.table.member.Keys' "
                                + "failed to satisfy constraint: Member must have length less than or equal to 100");
    }

    @Test
    void sameKeyTwiceIsRefused() {
        String message = "ValidationException: Provided list of item keys contains duplicates";
        assertThat(database.error(
                        "BatchWriteItem",
                        "'RequestItems':{'table':[{'DeleteRequest':{'Key':{'id':{'S':'a'}}}},"
                                + "{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}"))
                .isEqualTo(message);
        assertThat(database.error(
                        "BatchGetItem", "'RequestItems':{'table':{'Keys':[{'id':{'S':'a'}},{'id':{'S':'a'}}]}}"))
                .isEqualTo(message);
    }

    @Test
    void emptyBatchIsRefused() {
        assertThat(database.error("BatchWriteItem", "'RequestItems':{}"))
                .isEqualTo("ValidationException: The requestItems parameter is required for BatchWriteItem");
    }

    @Test
    void keysBeyondSixteenMegabytesAreLeft() {
        String text = "x".repeat(399_000);
        for (int i = 0; i < 50; i++) {
            database.put("'id':{'S':'" + i + "'},'x':{'S':'" + text + "'}");
        }

        String answer = database.ok("BatchGetItem", keys(50));

        assertThat(answer.substring(answer.indexOf("'UnprocessedKeys'"))).contains("'Keys':[{'id':{'S':'42'}}");
    }
}
