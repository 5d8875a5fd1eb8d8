package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Session ID rotation while other requests, on other nodes, still use the session under its old ID. */
class RotationTest {

    private static final long TWENTY_MINUTES_MS = 1_200_000;

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build());
        node.create("id.old", Map.of("cart", 3));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theSessionIsThereUnderTheNewIdAndNotUnderTheOld() throws Exception {
        String newId = node.rotate(node.store().load("id.old"));

        assertThat(node.attributes(newId)).containsExactly(Map.entry("cart", 3));
        assertThat(node.store().load("id.old")).isNull();
        assertThat(node.store().exists("id.old")).isFalse();
        assertThat(node.store().delete("id.old")).isFalse();
    }

    @Test
    void whatTheRequestHasChangedIsStoredWithTheNewId() throws Exception {
        SessionData data = node.store().load("id.old");
        data.setAttribute("user", "ann");
        data.setAttribute("cart", null);

        String newId = node.rotate(data);

        assertThat(node.attributes(newId)).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void whatAnotherNodeWroteSinceIsKept() throws Exception {
        SessionData data = node.store().load("id.old");
        node.set("id.old", "late", 1);

        String newId = node.rotate(data);

        assertThat(node.attributes(newId)).containsOnly(Map.entry("cart", 3), Map.entry("late", 1));
    }

    @Test
    void anAttributeThatAnotherNodeWroteSinceIsReplacedIfTheRequestHasSetItToo() throws Exception {
        SessionData data = node.store().load("id.old");
        data.setAttribute("cart", 5);
        node.set("id.old", "cart", 4);

        String newId = node.rotate(data);

        assertThat(node.attributes(newId)).containsExactly(Map.entry("cart", 5));
    }

    /** A set serializes differently once it has been read. */
    @Test
    void whatAnotherNodeChangedSinceIsNotOverwrittenByWhatWasRead() throws Exception {
        node.set("id.old", "roles", new HashSet<>(List.of("reader", "writer")));
        SessionData data = node.store().load("id.old");
        data.getAttribute("roles");
        node.set("id.old", "roles", new HashSet<>(List.of("admin")));
        node.set("id.old", "cart", null);

        String newId = node.rotate(data);

        assertThat(node.attributes(newId)).containsExactly(Map.entry("roles", Set.of("admin")));
    }

    @Test
    void aChangeByARequestThatReadTheSessionBeforeIsKept() throws Exception {
        SessionData late = node.store().load("id.old");
        String newId = node.rotate(node.store().load("id.old"));

        late.setAttribute("late", 1);
        node.store().store("id.old", late);

        assertThat(node.attributes(newId)).containsOnly(Map.entry("cart", 3), Map.entry("late", 1));
        assertThat(node.store().load("id.old")).isNull();
    }

    @Test
    void ofTwoRotationsAtOnceTheSecondFailsAndStoresNothing() throws Exception {
        SessionData first = node.store().load("id.old");
        SessionData second = node.store().load("id.old");
        second.setAttribute("user", "mallory");

        String newId = node.rotate(first);

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> node.rotate(second));
        assertThat(node.attributes(newId)).containsExactly(Map.entry("cart", 3));
        assertThat(node.store().load(second.getId())).isNull();
    }

    @Test
    void aSessionRotatesAgainInTheSameRequest() throws Exception {
        SessionData data = node.store().load("id.old");
        String first = node.rotate(data);
        String second = node.rotate(data);

        assertThat(node.store().load(first)).isNull();
        assertThat(node.attributes(second)).containsExactly(Map.entry("cart", 3));
    }

    @Test
    void aRotationOfASessionThatWasLoggedOutRevivesNothing() throws Exception {
        SessionData data = node.store().load("id.old");
        node.store().delete("id.old");

        String newId = node.rotate(data);

        assertThat(node.store().load(newId)).isNull();
        assertThat(node.store().load("id.old")).isNull();
    }

    @Test
    void aRotationByARequestThatBeganBeforeALaterAccessKeepsTheLaterExpiry() throws Exception {
        SessionData slow = node.store().load("id.old");
        SessionData touched = node.store().load("id.old");
        touched.setAccessed(System.currentTimeMillis() + TWENTY_MINUTES_MS);
        touched.calcAndSetExpiry(System.currentTimeMillis() + TWENTY_MINUTES_MS);
        node.store().store("id.old", touched);
        long expiryMs = node.store().load("id.old").getExpiry();

        String newId = node.rotate(slow);

        assertThat(node.store().load(newId).getExpiry()).isEqualTo(expiryMs);
    }

    @Test
    void aRotationKeepsTheIdleTimeoutThatAnotherNodeHasSet() throws Exception {
        SessionData slow = node.store().load("id.old");
        SessionData changed = node.store().load("id.old");
        changed.setMaxInactiveMs(77_000);
        changed.calcAndSetExpiry();
        changed.setDirty(true);
        node.store().store("id.old", changed);

        String newId = node.rotate(slow);

        assertThat(node.store().load(newId).getMaxInactiveMs()).isEqualTo(77_000);
    }
}
