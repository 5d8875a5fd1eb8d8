package io.github.dynamosessions.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.embedded.Answer;
import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.embedded.TestDatabase;
import io.github.dynamosessions.embedded.sdk.Clients;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class FaultsTest {

    private static final String PUT = "'TableName':'table','Item':{'id':{'S':'a'}}";

    private final TestDatabase database = TestDatabase.withTable();
    private final Faults faults = database.engine().faults();

    @Test
    void throttledAttemptIsNotExecuted() {
        Fault fault = faults.on("PutItem").times(1).throttle();

        assertThat(database.error("PutItem", PUT)).startsWith("ProvisionedThroughputExceededException");
        assertThat(database.get("a")).isEqualTo("{}");
        database.ok("PutItem", PUT);
        assertThat(fault.count()).isEqualTo(1);
    }

    @Test
    void refusedAttemptGetsTheErrorWithItsStatus() {
        faults.on("PutItem").refuse("InternalServerError", "on purpose");

        Answer answer = database.execute("PutItem", PUT);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("com.amazonaws.dynamodb.v20120810#InternalServerError");
    }

    @Test
    void lostAnswerIsOfAnExecutedAttempt() {
        faults.on("PutItem").times(1).loseAnswer();

        assertThat(database.execute("PutItem", PUT).isLost()).isTrue();
        assertThat(database.get("a")).isNotEqualTo("{}");
    }

    @Test
    void attemptThatIsNeverExecutedLeavesNothing() {
        faults.on("PutItem").times(1).neverExecute();

        assertThat(database.execute("PutItem", PUT).isLost()).isTrue();
        assertThat(database.get("a")).isEqualTo("{}");
    }

    @Test
    void lateAttemptIsExecutedWhenTheTestSays() {
        Fault late = faults.on("PutItem").times(1).executeLate();
        assertThat(database.execute("PutItem", PUT).isLost()).isTrue();
        database.ok("PutItem", PUT.replace("}}", "},'v':{'N':'2'}}"));

        late.fire();

        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'}}");
        assertThat(late.held()).isZero();
    }

    @Test
    void delayedAttemptIsExecutedAtOnceIfItsThreadIsInterrupted() {
        faults.on("PutItem").delay(Duration.ofMinutes(5));
        Thread.currentThread().interrupt();

        database.ok("PutItem", PUT);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void faultOfAKeyLeavesOtherItemsAlone() {
        faults.on().key("id", "a").throttle();

        database.ok("PutItem", PUT.replace("'a'", "'b'"));
        assertThat(database.error("PutItem", PUT)).startsWith("ProvisionedThroughput");
        assertThat(database.error("TransactWriteItems", "'TransactItems':[{'Put':{" + PUT + "}}]"))
                .startsWith("ProvisionedThroughput");
        assertThat(database.error(
                        "BatchWriteItem", "'RequestItems':{'table':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}]}"))
                .startsWith("ProvisionedThroughput");
    }

    @Test
    void shareOfAttemptsIsTheSameForTheSameSeed() {
        String one = outcomes(7);

        assertThat(outcomes(7)).isEqualTo(one);
        assertThat(outcomes(8)).isNotEqualTo(one);
        assertThat(one.chars().filter(outcome -> outcome == 'x').count()).isBetween(20L, 80L);
    }

    private String outcomes(long seed) {
        faults.clear();
        faults.seed(seed);
        faults.on("PutItem").share(0.5).throttle();
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            outcomes.append(database.execute("PutItem", PUT).status() == 200 ? '.' : 'x');
        }
        return outcomes.toString();
    }

    @Test
    void clientsMeetThemInProcessAndOverHttp() {
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start(database.engine(), 0);
                DynamoDbClient inProcess = dynamoDb.engine().newClient(FaultsTest::withoutRetries);
                DynamoDbClient http = Clients.http(dynamoDb.endpoint())) {
            faults.on("PutItem").times(1).loseAnswer();
            assertThatThrownBy(() -> put(inProcess)).isInstanceOf(SdkClientException.class);
            faults.on("PutItem").times(1).loseAnswer();
            put(http); // tries again
            faults.on("PutItem").times(1).throttle();
            assertThatThrownBy(() -> put(inProcess)).isInstanceOf(ProvisionedThroughputExceededException.class);
        }
    }

    private static void withoutRetries(software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder builder) {
        builder.overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    private static void put(DynamoDbClient client) {
        client.putItem(put -> put.tableName("table").item(Map.of("id", AttributeValue.fromS("a"))));
    }
}
