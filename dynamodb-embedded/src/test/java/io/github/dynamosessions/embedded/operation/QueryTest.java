package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    private static final String TABLE = "'TableName':'events','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
            + "{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'sk','AttributeType':'N'}],"
            + "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}]";

    private static final String ALL = "'KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'}}";

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void fill() {
        database.ok("CreateTable", TABLE);
        for (int i : new int[] {3, 1, -2, 10}) {
            put("a", i);
            put("b", i);
        }
    }

    private void put(String partition, int sort) {
        database.ok(
                "PutItem",
                "'TableName':'events','Item':{'pk':{'S':'" + partition + "'},'sk':{'N':'" + sort + "'},'kind':{'S':'"
                        + (sort % 2 == 0 ? "even" : "odd") + "'}}");
    }

    private String query(String parameters) {
        return numbers(database.ok("Query", "'TableName':'events'," + parameters));
    }

    private static String numbers(String answer) {
        return java.util.regex.Pattern.compile("'sk':\\{'N':'(-?\\d+)'}")
                .matcher(answer.replaceAll("'LastEvaluatedKey'.*", ""))
                .results()
                .map(match -> match.group(1))
                .collect(java.util.stream.Collectors.joining(" "));
    }

    @Test
    void itemsComeInTheOrderOfTheSortKey() {
        assertThat(query(ALL)).isEqualTo("-2 1 3 10");
        assertThat(query(ALL + ",'ScanIndexForward':false")).isEqualTo("10 3 1 -2");
    }

    @ParameterizedTest
    @CsvSource({
        "sk = :s, 3",
        "sk < :s, -2 1",
        "sk <= :s, -2 1 3",
        "sk > :s, 10",
        "sk >= :s, 3 10",
        ":s >= sk, -2 1 3",
        "sk BETWEEN :s AND :s, 3"
    })
    void conditionOnTheSortKeySelectsARange(String condition, String expected) {
        assertThat(query("'KeyConditionExpression':'pk = :p AND " + condition
                        + "','ExpressionAttributeValues':{':p':{'S':'a'},':s':{'N':'3'}}"))
                .isEqualTo(expected);
    }

    @Test
    void pagesJoinWithoutGapsInBothDirections() {
        for (String direction : new String[] {"", ",'ScanIndexForward':false"}) {
            StringBuilder seen = new StringBuilder();
            String start = "";
            int pages = 0;
            do {
                String answer = database.ok("Query", "'TableName':'events','Limit':1," + ALL + direction + start);
                seen.append(numbers(answer)).append(' ');
                int key = answer.indexOf("'LastEvaluatedKey':");
                start = key < 0
                        ? ""
                        : ",'ExclusiveStartKey':"
                                + answer.substring(key + "'LastEvaluatedKey':".length(), answer.length() - 1);
                pages++;
            } while (!start.isEmpty());
            assertThat(seen.toString().trim()).isEqualTo(direction.isEmpty() ? "-2 1 3 10" : "10 3 1 -2");
            assertThat(pages).isEqualTo(5); // the last one is empty, as with the service
        }
    }

    @Test
    void filterCountsAfterTheLimit() {
        String answer = database.ok(
                "Query",
                "'TableName':'events','Limit':3,'FilterExpression':'kind = :k',"
                        + "'KeyConditionExpression':'pk = :p','ExpressionAttributeValues':{':p':{'S':'a'},':k':{'S':'odd'}}");

        assertThat(answer).contains("'Count':2,'ScannedCount':3");
    }

    @Test
    void pageEndsAtOneMegabyte() {
        String text = "x".repeat(300_000);
        for (int i = 0; i < 5; i++) {
            database.ok(
                    "PutItem",
                    "'TableName':'events','Item':{'pk':{'S':'big'},'sk':{'N':'" + i + "'},'t':{'S':'" + text + "'}}");
        }

        assertThat(database.ok(
                        "Query",
                        "'TableName':'events','Select':'COUNT','KeyConditionExpression':'pk = :p',"
                                + "'ExpressionAttributeValues':{':p':{'S':'big'}}"))
                .startsWith("{'Count':4,'ScannedCount':4,'LastEvaluatedKey':");
    }

    @Test
    void beginsWithSelectsAPrefixOfStrings() {
        database.ok("CreateTable", TABLE.replace("events", "names").replace("'N'", "'S'"));
        for (String name : new String[] {"a", "ab", "abc", "ab￿", "ab𝄞", "ac", "b"}) {
            database.ok("PutItem", "'TableName':'names','Item':{'pk':{'S':'p'},'sk':{'S':'" + name + "'}}");
        }

        String answer = database.ok(
                "Query",
                "'TableName':'names','KeyConditionExpression':'pk = :p AND begins_with(sk, :s)',"
                        + "'ExpressionAttributeValues':{':p':{'S':'p'},':s':{'S':'ab'}}");

        assertThat(answer).contains("'Count':4").doesNotContain("'ac'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sk = :p | Query condition missed key schema element: pk",
                "pk > :p | Query key condition not supported",
                "pk = :p AND kind = :p | Query condition missed key schema element: sk",
                "pk = :p AND sk = :p | One or more parameter values were invalid: Condition parameter type does not match schema type",
                "pk = :p OR sk = :p | Invalid operator used in KeyConditionExpression: OR",
                "pk = :p AND pk = :p | Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
                "pk = :p AND sk.a = :p | Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes",
                "pk = :p AND sk = :p AND x = :p | The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)",
                "pk = :p AND sk IN (:p) | Invalid operator used in KeyConditionExpression: IN",
            })
    void errorsHaveTheWordsOfTheService(String condition, String message) {
        assertThat(database.error(
                        "Query",
                        "'TableName':'events','KeyConditionExpression':'" + condition
                                + "','ExpressionAttributeValues':{':p':{'S':'a'}}"))
                .isEqualTo("ValidationException: " + message);
    }

    @Test
    void startingKeyOfAnotherPartitionIsRefused() {
        assertThat(database.error(
                        "Query",
                        "'TableName':'events'," + ALL + ",'ExclusiveStartKey':{'pk':{'S':'b'},'sk':{'N':'1'}}"))
                .isEqualTo(
                        "ValidationException: The provided starting key is outside query boundaries based on provided "
                                + "conditions");
        assertThat(database.error("Query", "'TableName':'events'," + ALL + ",'ExclusiveStartKey':{'pk':{'S':'a'}}"))
                .startsWith("ValidationException: The provided starting key is invalid");
    }

    @Test
    void filterOfAKeyAttributeIsRefused() {
        assertThat(database.error("Query", "'TableName':'events','FilterExpression':'sk = :p'," + ALL))
                .isEqualTo("ValidationException: Filter Expression can only contain non-primary key attributes: "
                        + "Primary key attribute: sk");
    }
}
