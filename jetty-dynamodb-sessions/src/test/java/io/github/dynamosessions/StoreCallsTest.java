package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedCalls;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Each of Jetty's hooks costs the calls that are promised, and none reads the whole table. */
class StoreCallsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private final String table = dynamoDb.newTable("sessionId");
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(existing(calls.client(), table).build());
        calls.clear();
    }

    @AfterEach
    void stop() {
        node.close();
        calls.close();
    }

    @Test
    void aStartReadsOnceAndLooksAtTheTableAndAStopMakesNoCall() throws Exception {
        node.close();
        assertCalled();
        node = Node.start(existing(calls.client(), table).build());
        assertCalled("GetItem", "DescribeTable", "DescribeTimeToLive");
    }

    @Test
    void aSessionsLifeIsOneCallAStep() throws Exception {
        SessionData created = node.create("id", Map.of());
        assertCalled("PutItem");
        created.setAttribute("a", 1);
        node.store().store("id", created);
        assertCalled("UpdateItem");
        SessionData loaded = node.store().load("id");
        assertCalled("GetItem");
        loaded.setAttribute("a", 2);
        node.store().store("id", loaded);
        assertCalled("UpdateItem");
        node.store().exists("id");
        assertCalled("GetItem");
        node.store().delete("id");
        assertCalled("GetItem", "UpdateItem");
    }

    @Test
    void aForgedIdIsOneCall() throws Exception {
        assertThat(node.store().load("forged")).isNull();
        assertCalled("GetItem");
        assertThat(node.store().exists("forged")).isFalse();
        assertCalled("GetItem");
        assertThat(node.store().delete("forged")).isFalse();
        assertCalled("GetItem");
    }

    @Test
    void anIdThatCannotBeAKeyIsNoCall() throws Exception {
        for (String id : new String[] {"", "x".repeat(3_000)}) {
            assertThat(node.store().load(id)).isNull();
            assertThat(node.store().exists(id)).isFalse();
            assertThat(node.store().delete(id)).isFalse();
            SessionData data = node.newSession(id);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node.store().store(id, data))
                    .withMessage("a session ID of " + id.length() + " characters cannot be a key");
            assertThat(data.getLastSaved()).isZero();
        }
        assertThat(calls.operations()).isEmpty();
    }

    @Test
    void aSessionCreatedTwiceIsTwoCalls() throws Exception {
        node.create("id", Map.of());
        calls.clear();
        node.create("id", Map.of("a", 1));
        assertCalled("PutItem", "UpdateItem");
    }

    @Test
    void checkingCandidatesIsOneCallForAHundred() {
        Set<String> candidates = new HashSet<>();
        for (int i = 0; i < 101; i++) {
            candidates.add("id" + i);
        }
        node.store().doCheckExpired(candidates, 0);
        assertCalled("BatchGetItem", "BatchGetItem");
        node.store().doCheckExpired(Set.of(), 0);
        assertCalled();
    }

    @Test
    void scavengingQueriesAndNeverScans() throws Exception {
        String created = dynamoDb.newTableName();
        try (Node other = Node.start(createdWithoutTtl(calls.client(), created).build())) {
            long now = System.currentTimeMillis();
            for (int i = 0; i < 5; i++) {
                other.createExpired("id" + i, Map.of(), now - 3_600_000);
            }
            calls.clear();
            assertThat(other.store().doGetExpired(now)).hasSize(5);
            assertThat(calls.operations()).containsOnly("Query", "BatchGetItem");
            calls.clear();
            other.store().doCleanOrphans(now);
            assertThat(calls.operations()).containsOnly("Query", "GetItem", "UpdateItem");
            assertThat(calls.of(UpdateItemRequest.class)).hasSize(5);
            assertThat(other.store().load("id0")).isNull();
        }
    }

    @Test
    void aRotationIsOneUpdate() throws Exception {
        SessionData data = node.create("id", Map.of());
        calls.clear();
        data.setAttribute("user", "ann");
        node.rotate(data);
        assertCalled("UpdateItem");
    }

    @Test
    void readsByPublicIdAreAlwaysConsistent() throws Exception {
        try (Node eventual = Node.start(
                existing(calls.client(), table).consistentReads(false).build())) {
            calls.clear();
            eventual.store().load("id");
            eventual.store().exists("id");
            assertThat(calls.of(GetItemRequest.class)).hasSize(2).allMatch(GetItemRequest::consistentRead);
        }
    }

    @Test
    void whetherASessionHasExpiredIsAlwaysReadConsistently() throws Exception {
        try (Node eventual = Node.start(
                existing(calls.client(), table).consistentReads(false).build())) {
            calls.clear();
            eventual.store().doCheckExpired(Set.of("id"), Long.MAX_VALUE);
            assertThat(calls.of(BatchGetItemRequest.class)).singleElement().satisfies(read -> assertThat(
                            read.requestItems().values())
                    .singleElement()
                    .satisfies(keys -> assertThat(keys.consistentRead()).isTrue()));
        }
    }

    private void assertCalled(String... operations) {
        assertThat(calls.operations()).containsExactly(operations);
        calls.clear();
    }
}
