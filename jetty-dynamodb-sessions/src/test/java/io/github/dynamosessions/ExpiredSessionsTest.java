package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiredSessionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long AN_HOUR_MS = 3_600_000;
    private static final long TOUCH_MS = Node.IDLE_TIMEOUT_MS / 10;

    private final long now = System.currentTimeMillis();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                createdWithoutTtl(dynamoDb.client(), dynamoDb.newTableName()).build());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anExpiredSessionDoesNotExist() throws Exception {
        node.create("alive", Map.of());
        node.createExpired("expired", Map.of(), now - AN_HOUR_MS);
        assertThat(node.store().exists("alive")).isTrue();
        assertThat(node.store().exists("expired")).isFalse();
        assertThat(node.store().exists("never")).isFalse();
    }

    @Test
    void anExpiredSessionIsLoadedSoThatItsListenersCanBeNotified() throws Exception {
        node.createExpired("expired", Map.of("user", "ann"), now - AN_HOUR_MS);
        SessionData data = node.store().load("expired");
        assertThat(data.getExpiry()).isEqualTo(now - AN_HOUR_MS + TOUCH_MS);
        assertThat(data.isExpiredAt(now)).isTrue();
        assertThat(data.getAllAttributes()).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void aSessionThatNeverExpiresExists() throws Exception {
        SessionData data = node.store().newSessionData("immortal", now, now, now, -1);
        node.store().store("immortal", data);
        assertThat(node.store().exists("immortal")).isTrue();
        assertThat(node.store().load("immortal").getExpiry()).isZero();
        assertThat(node.store().doCheckExpired(Set.of("immortal"), Long.MAX_VALUE))
                .isEmpty();
        assertThat(node.store().doGetExpired(now + AN_HOUR_MS)).isEmpty();
    }

    @Test
    void ofCandidatesTheExpiredAndTheMissingAreGiven() throws Exception {
        node.create("alive", Map.of());
        node.createExpired("expired", Map.of(), now - AN_HOUR_MS);
        String tooLongForAKey = "x".repeat(3_000);
        assertThat(node.store().doCheckExpired(Set.of("alive", "expired", "missing", tooLongForAKey, ""), now))
                .containsExactlyInAnyOrder("expired", "missing", tooLongForAKey, "");
        assertThat(node.store().doCheckExpired(Set.of(), now)).isEmpty();
    }

    @Test
    void moreCandidatesThanOneCallTakesAreAllChecked() throws Exception {
        Set<String> candidates = new HashSet<>();
        for (int i = 0; i < 250; i++) {
            candidates.add("missing" + i);
        }
        node.create("alive", Map.of());
        Set<String> all = new HashSet<>(candidates);
        all.add("alive");
        assertThat(node.store().doCheckExpired(all, now)).isEqualTo(candidates);
    }

    @Test
    void expiredSessionsAreFoundUpToTheMillisecond() throws Exception {
        node.createExpired("before", Map.of(), now - AN_HOUR_MS);
        node.createExpired("after", Map.of(), now - AN_HOUR_MS + 1);
        node.create("alive", Map.of());
        assertThat(node.store().doGetExpired(now - AN_HOUR_MS + TOUCH_MS)).containsExactly("before");
        assertThat(node.store().doGetExpired(now - AN_HOUR_MS + TOUCH_MS + 1))
                .containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aSessionThatIsProlongedByARequestThatBeganBeforeItsExpiryIsNoLongerFound() throws Exception {
        node.createExpired("id", Map.of(), now - AN_HOUR_MS);
        SessionData data = node.store().load("id");
        data.setAccessed(now - 2 * AN_HOUR_MS);
        data.calcAndSetExpiry();
        data.setAttribute("a", 1);
        node.store().store("id", data);
        assertThat(node.store().doGetExpired(now)).isEmpty();
        node.store().doCleanOrphans(now);
        assertThat(node.attributes("id")).containsOnlyKeys("a");
    }

    @Test
    void anExpiredSessionTakesNoChangeOfARequestThatBeganLater() throws Exception {
        node.createExpired("id", Map.of(), now - AN_HOUR_MS);
        SessionData data = node.store().load("id");
        data.setAccessed(now);
        data.calcAndSetExpiry();
        data.setAttribute("a", 1);
        node.store().store("id", data);
        assertThat(node.store().exists("id")).isFalse();
        assertThat(node.attributes("id")).isEmpty();
    }
}
