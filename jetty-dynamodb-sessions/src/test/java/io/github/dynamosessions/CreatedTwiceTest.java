package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.fixture.Node;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreatedTwiceTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(existing(dynamoDb.client(), table).build());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aSessionCreatedTwiceUnderOneIdHoldsWhatBothPutIntoIt() throws Exception {
        node.create("id", Map.of("a", 1, "both", "first"));
        node.create("id", Map.of("b", 2, "both", "second"));
        assertThat(node.attributes("id")).isEqualTo(Map.of("a", 1, "b", 2, "both", "second"));
    }

    @Test
    void theSecondOfThemKnowsWhatItWrote() throws Exception {
        node.create("id", Map.of("a", 1));
        SessionData second = node.create("id", Map.of("b", 2));
        second.setAttribute("b", null);
        second.setAttribute("c", 3);
        node.store().store("id", second);
        assertThat(node.attributes("id")).isEqualTo(Map.of("a", 1, "c", 3));
    }

    @Test
    void theSecondOfThemKnowsWhereItsBigValueLies() throws Exception {
        node.create("id", Map.of("a", 1));
        SessionData second = node.create("id", Map.of("big", LargeAttributeValues.random(20_000, 1)));
        SessionData stored = node.store().load("id");
        assertThat((byte[]) stored.getAttribute("big")).isEqualTo(LargeAttributeValues.random(20_000, 1));

        second.setAttribute("big", LargeAttributeValues.random(20_000, 2));
        node.store().store("id", second);

        assertThat((byte[]) node.store().load("id").getAttribute("big"))
                .isEqualTo(LargeAttributeValues.random(20_000, 2));
        assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isOne();
        assertThat(node.attributes("id")).containsEntry("a", 1);
    }

    @Test
    void aCreationWhoseAnswerWasLostMayBeRepeated() throws Exception {
        node.create("id", Map.of("a", 1));
        SessionData again = node.create("id", Map.of("a", 1));
        again.setAttribute("b", 2);
        node.store().store("id", again);
        assertThat(node.attributes("id")).isEqualTo(Map.of("a", 1, "b", 2));
    }

    /** DynamoDB's TTL deletes within days: until then, nothing of an expired session may get into a new one. */
    @Test
    void nothingOfAnExpiredSessionGetsIntoANewOneOfTheSameId() throws Exception {
        node.createExpired("id", Map.of("user", "ann"), System.currentTimeMillis() - 3_600_000);
        assertThat(node.store().exists("id")).isFalse();
        node.create("id", Map.of("user2", "ben"));
        assertThat(node.attributes("id")).isEqualTo(Map.of("user2", "ben"));
        assertThat(node.store().exists("id")).isTrue();
    }
}
