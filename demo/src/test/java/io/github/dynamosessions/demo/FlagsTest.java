package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the flags do to sessions, seen from a DynamoDB that runs outside the demo. */
class FlagsTest {

    private static DynamoDbEmbedded dynamoDb;
    private static DynamoDbClient client;

    @BeforeAll
    static void startDynamoDb() {
        dynamoDb = DynamoDbEmbedded.start();
        client = dynamoDb.newClient();
    }

    @AfterAll
    static void stopDynamoDb() {
        client.close();
        dynamoDb.close();
    }

    @Test
    void demosWithTheSameEndpointShareTheirSessions() {
        try (Demo one = start("--nodes=1", "--node-name=one");
                Demo other = start("--nodes=1", "--node-name=other")) {
            Visitor visitor = new Visitor(one.url());
            visitor.put("/api/session/attributes/a", "1");

            assertThat(visitor.at(other.url()).get("/api/session").body())
                    .contains("\"node\":\"other\"")
                    .endsWith("\"attributes\":{\"a\":1}}");
        }
    }

    @Test
    void sessionsOutliveTheDemo() {
        Visitor visitor;
        try (Demo demo = start("--table=lasting")) {
            visitor = new Visitor(demo.url());
            visitor.put("/api/session/attributes/a", "1");
        }
        try (Demo demo = start("--table=lasting")) {
            assertThat(visitor.at(demo.url()).get("/api/session").status()).isEqualTo(200);
        }
    }

    @Test
    void tableIsCreatedAndHoldsTheIdleTimeout() {
        try (Demo demo = start("--table=other-sessions", "--max-inactive=77")) {
            new Visitor(demo.url()).put("/api/session/attributes/a", "1");

            assertThat(onlyItem("other-sessions").get("maxInactive").n()).isEqualTo("77000");
        }
    }

    @Test
    void idleTimeoutIsHalfAnHourUnlessGiven() {
        try (Demo demo = start("--table=default-timeout")) {
            new Visitor(demo.url()).put("/api/session/attributes/a", "1");

            assertThat(onlyItem("default-timeout").get("maxInactive").n()).isEqualTo("1800000");
        }
    }

    @Test
    void endpointGoesWithARegionOfItsOwn() {
        try (Demo demo = start("--region=local-two")) {
            assertThat(new Visitor(demo.url()).get("/api/session").status()).isEqualTo(404);
        }
    }

    private static Demo start(String... flags) {
        String[] all = Arrays.copyOf(flags, flags.length + 2);
        all[flags.length] = "--port=0";
        all[flags.length + 1] = "--endpoint=" + dynamoDb.endpoint();
        return RunningDemo.start(all);
    }

    private static Map<String, AttributeValue> onlyItem(String table) {
        return client.scan(scan -> scan.tableName(table)).items().get(0);
    }
}
