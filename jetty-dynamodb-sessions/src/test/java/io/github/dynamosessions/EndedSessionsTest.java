package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.touching;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logged out stays logged out. */
class EndedSessionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final DynamoSessionOptions options =
            touching(dynamoDb.client(), table).build();

    @Test
    void aDelayedWriteDoesNotReviveALoggedOutSession() throws Exception {
        try (Node node = Node.start(options);
                Node other = Node.start(options)) {
            node.create("id", Map.of("user", "ann"));
            SessionData late = node.store().load("id");
            assertThat(other.store().delete("id")).isTrue();
            late.setAttribute("user", "mallory");
            node.store().store("id", late);
            assertGone(node);
        }
    }

    @Test
    void aDelayedTouchDoesNotReviveALoggedOutSession() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("id", Map.of("user", "ann"));
            SessionData late = node.store().load("id");
            node.store().delete("id");
            late.setAccessed(System.currentTimeMillis() + 1);
            late.calcAndSetExpiry();
            node.store().store("id", late);
            assertGone(node);
        }
    }

    @Test
    void aDelayedRemovalOfAnAttributeDoesNotReviveALoggedOutSession() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("id", Map.of("user", "ann"));
            SessionData late = node.store().load("id");
            node.store().delete("id");
            late.setAttribute("user", null);
            node.store().store("id", late);
            assertGone(node);
        }
    }

    @Test
    void aDroppedWriteIsLoggedWithThePublicId() throws Exception {
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.SessionWriter");
                Node node = Node.start(options)) {
            node.create("id-of-ann", Map.of());
            SessionData late = node.store().load("id-of-ann");
            node.store().delete("id-of-ann");
            late.setAttribute("a", 1);
            node.store().store("id-of-ann", late);
            assertThat(logs.with("id-of-ann"))
                    .containsExactly("INFO Session id-of-ann was ended by another request, a change of it was dropped");
        }
    }

    @Test
    void deletingASecondTimeIsNoError() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("id", Map.of());
            assertThat(node.store().delete("id")).isTrue();
            assertThat(node.store().delete("id")).isFalse();
            assertThat(node.store().delete("never")).isFalse();
        }
    }

    @Test
    void aSessionIsNotCreatedInPlaceOfOneThatWasLoggedOut() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("id", Map.of("user", "ann"));
            node.store().delete("id");
            node.create("id", Map.of("user", "ben"));
            assertGone(node);
        }
    }

    private void assertGone(Node node) throws Exception {
        assertThat(node.store().load("id")).isNull();
        assertThat(node.store().exists("id")).isFalse();
        assertThat(dynamoDb.client().scan(scan -> scan.tableName(table)).items())
                .singleElement()
                .satisfies(tombstone ->
                        assertThat(tombstone).containsOnlyKeys("sessionId", "format", "version", "ended", "expires"));
    }
}
