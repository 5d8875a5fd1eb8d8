package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session gets a new id while other requests, on other nodes, still use it under the old one. */
class RotationTest {

    private static final long AN_HOUR_MS = 3_600_000;

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build());
        node.create("old", Map.of("cart", 3));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theSessionIsThereUnderTheNewIdAndNotUnderTheOld() throws Exception {
        node.rotate("new", node.store().load("old"));

        assertThat(node.attributes("new")).containsExactly(Map.entry("cart", 3));
        assertThat(node.store().load("old")).isNull();
        assertThat(node.store().exists("old")).isFalse();
    }

    @Test
    void changesMadeBeforeTheRotationMoveAlong() throws Exception {
        SessionData data = node.store().load("old");
        data.setAttribute("user", "ann");
        data.setAttribute("cart", null);

        node.rotate("new", data);

        assertThat(node.attributes("new")).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void whatAnotherNodeWroteSinceMovesAlong() throws Exception {
        SessionData data = node.store().load("old");
        node.set("old", "late", 1);

        node.rotate("new", data);

        assertThat(node.attributes("new")).containsOnly(Map.entry("cart", 3), Map.entry("late", 1));
    }

    /** A set serializes differently once it has been read. */
    @Test
    void whatAnotherNodeChangedSinceIsNotWrittenOverByWhatWasRead() throws Exception {
        node.set("old", "roles", new HashSet<>(List.of("reader", "writer")));
        SessionData data = node.store().load("old");
        data.getAttribute("roles");
        node.set("old", "roles", new HashSet<>(List.of("admin")));
        node.set("old", "cart", null);

        node.rotate("new", data);

        assertThat(node.attributes("new")).containsExactly(Map.entry("roles", Set.of("admin")));
    }

    @Test
    void aChangeUnderTheOldIdArrivesUnderTheNewOne() throws Exception {
        SessionData late = node.store().load("old");
        node.rotate("new", node.store().load("old"));

        late.setAttribute("late", 1);
        node.store().store("old", late);

        assertThat(node.attributes("new")).containsOnly(Map.entry("cart", 3), Map.entry("late", 1));
        assertThat(node.store().load("old")).isNull();
    }

    @Test
    void aLogoutUnderTheOldIdEndsTheSessionUnderTheNewOne() throws Exception {
        node.rotate("new", node.store().load("old"));

        assertThat(node.store().delete("old")).isTrue();

        assertThat(node.store().load("new")).isNull();
    }

    @Test
    void ofTwoRotationsAtOnceOneIdIsAlive() throws Exception {
        SessionData first = node.store().load("old");
        SessionData second = node.store().load("old");

        node.rotate("one", first);
        node.rotate("two", second);

        assertThat(node.store().load("one")).isNull();
        assertThat(node.attributes("two")).containsExactly(Map.entry("cart", 3));
    }

    @Test
    void aRotationOfASessionThatWasLoggedOutRevivesNothing() throws Exception {
        SessionData data = node.store().load("old");
        node.store().delete("old");

        node.rotate("new", data);

        assertThat(node.store().load("new")).isNull();
        assertThat(node.store().load("old")).isNull();
    }

    @Test
    void aRotationThatBeganBeforeAnAccessWasWrittenKeepsTheLaterExpiry() throws Exception {
        SessionData slow = node.store().load("old");
        SessionData touched = node.store().load("old");
        touched.calcAndSetExpiry(System.currentTimeMillis() + AN_HOUR_MS);
        node.store().store("old", touched);
        long expiryMs = node.store().load("old").getExpiry();

        node.rotate("new", slow);

        assertThat(node.store().load("new").getExpiry()).isEqualTo(expiryMs);
    }

    @Test
    void aRotationKeepsTheIdleTimeoutThatAnotherNodeHasSet() throws Exception {
        SessionData slow = node.store().load("old");
        SessionData changed = node.store().load("old");
        changed.setMaxInactiveMs(77_000);
        changed.calcAndSetExpiry();
        changed.setDirty(true);
        node.store().store("old", changed);

        node.rotate("new", slow);

        assertThat(node.store().load("new").getMaxInactiveMs()).isEqualTo(77_000);
    }
}
