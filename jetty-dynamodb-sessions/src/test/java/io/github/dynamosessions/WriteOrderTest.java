package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes are ordered by when they were made, as far as clocks can tell; no node is kept from writing by its clock. */
class WriteOrderTest {

    private static final long AN_HOUR_MS = 3_600_000;

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private final String table = dynamoDb.newTable("sessionId");
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(existing(calls.client(), table).build());
        node.create("id", Map.of("user", "ann"));
    }

    @AfterEach
    void stop() {
        node.close();
        calls.close();
    }

    @Test
    void aWriteThatOthersOvertookIsMadeAgainAsALaterOne() throws Exception {
        SessionData slow = node.store().load("id");
        long aheadMs = System.currentTimeMillis() + AN_HOUR_MS;
        setLastSaved(aheadMs);
        calls.clear();
        slow.setAttribute("late", 1);
        node.store().store("id", slow);

        assertThat(calls.operations()).containsExactly("UpdateItem", "UpdateItem");
        assertThat(lastSaved()).isEqualTo(aheadMs + 1);
        assertThat(slow.getLastSaved()).isEqualTo(aheadMs + 1);
        assertThat(node.attributes("id")).containsOnly(Map.entry("user", "ann"), Map.entry("late", 1));
    }

    @Test
    void aNodeWhoseClockIsBehindWritesAtOnceWhatItHasRead() throws Exception {
        long aheadMs = System.currentTimeMillis() + AN_HOUR_MS;
        setLastSaved(aheadMs);
        SessionData data = node.store().load("id");
        calls.clear();
        data.setAttribute("late", 1);
        node.store().store("id", data);

        assertThat(calls.operations()).containsExactly("UpdateItem");
        assertThat(lastSaved()).isEqualTo(aheadMs + 1);
    }

    @Test
    void eachWriteIsLaterThanTheOneBefore() throws Exception {
        SessionData data = node.store().load("id");
        long before = lastSaved();
        for (int i = 0; i < 5; i++) {
            data.setAttribute("count", i);
            node.store().store("id", data);
            assertThat(lastSaved()).isGreaterThan(before);
            before = lastSaved();
        }
    }

    /** As a node does whose clock is ahead. */
    private void setLastSaved(long epochMs) {
        dynamoDb.client().updateItem(update -> update.tableName(table)
                .key(key())
                .updateExpression("SET lastSaved = :ms")
                .expressionAttributeValues(Map.of(":ms", AttributeValue.fromN(Long.toString(epochMs)))));
    }

    private long lastSaved() {
        return Long.parseLong(dynamoDb.client()
                .getItem(get -> get.tableName(table).key(key()))
                .item()
                .get("lastSaved")
                .n());
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|id"));
    }
}
