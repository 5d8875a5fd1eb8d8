package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.touching;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** "Keep me logged in": one request of a session changes its idle timeout. */
class IdleTimeoutTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long EIGHT_HOURS_MS = 8 * 3_600_000;

    private final long start = System.currentTimeMillis();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                touching(dynamoDb.client(), dynamoDb.newTable("sessionId")).build());
        node.create("id", Map.of());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theNextRequestHasTheNewTimeout() throws Exception {
        prolong(node.store().load("id"));
        assertProlonged();
    }

    @Test
    void aChangeByARequestThatBeganBeforeKeepsTheNewTimeout() throws Exception {
        SessionData older = node.store().load("id");
        prolong(node.store().load("id"));
        older.calcAndSetExpiry();
        older.setAttribute("a", 1);
        node.store().store("id", older);
        assertProlonged();
    }

    @Test
    void aTouchByARequestThatBeganBeforeKeepsTheNewTimeout() throws Exception {
        SessionData older = node.store().load("id");
        older.setAccessed(System.currentTimeMillis() + 1);
        older.calcAndSetExpiry();
        prolong(node.store().load("id"));
        node.store().store("id", older);
        assertProlonged();
    }

    private void prolong(SessionData data) throws Exception {
        data.setMaxInactiveMs(EIGHT_HOURS_MS);
        data.calcAndSetExpiry();
        data.setDirty(true);
        node.store().store("id", data);
    }

    private void assertProlonged() throws Exception {
        SessionData next = node.store().load("id");
        assertThat(next.getMaxInactiveMs()).isEqualTo(EIGHT_HOURS_MS);
        assertThat(next.getExpiry()).isGreaterThanOrEqualTo(start + EIGHT_HOURS_MS);
    }
}
