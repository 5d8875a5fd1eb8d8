package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.BigValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.PartsInTable;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Parts outlive their session, and not for long: their TTL goes along with its. */
class PartExpiryTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private static final long A_WEEK = Duration.ofDays(7).toSeconds();

    private final String table = dynamoDb.newTable("sessionId");
    private final PartsInTable parts = new PartsInTable(dynamoDb.client(), table);
    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private Node node;
    private String id = "id";

    @BeforeEach
    void start() throws Exception {
        node = Node.start(StoreOptions.touching(calls.client(), table).build());
        node.create("id", Map.of("big", random(500_000, 1)));
    }

    @AfterEach
    void stop() {
        node.close();
        calls.close();
    }

    @Test
    void newPartsExpireAWeekAfterTheirSession() {
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("partsExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
    }

    @Test
    void partsThatTheSessionDoesNotOutliveAreNotRenewed() throws Exception {
        calls.clear();
        touch();
        assertThat(calls.operations()).containsExactly("GetItem", "UpdateItem");
    }

    @Test
    void partsThatTheSessionWouldOutliveAreRenewedForAnotherWeek() throws Exception {
        expireParts(sessionTtl());
        calls.clear();
        touch();
        assertThat(calls.operations())
                .as("two parts, the session, and its reference")
                .containsExactly("GetItem", "UpdateItem", "UpdateItem", "UpdateItem", "UpdateItem");
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("partsExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
        touch();
        assertThat(calls.operations()).as("once").hasSize(5 + 2);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
    }

    @Test
    void partsAreRenewedWhenTheirSessionGetsANewId() throws Exception {
        expireParts(sessionTtl());
        SessionData data = later(node.store().load("id"));
        node.rotate("new", data);
        id = "new";
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("partsExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
    }

    @Test
    void partsOfASessionThatNeverExpiresNeverDoUntilItDoes() throws Exception {
        setIdleTimeout(0);
        assertThat(item().containsKey("expires")).isFalse();
        assertThat(partsTtl()).containsOnlyNulls();
        assertThat(reference()).doesNotContainKey("partsExpire");
        setIdleTimeout(Node.IDLE_TIMEOUT_MS);
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("partsExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
    }

    @Test
    void newPartsOfASessionThatNeverExpiresLoseTheirTtlOnceTheItemRefersToThem() throws Exception {
        setIdleTimeout(0);
        calls.clear();
        SessionData data = later(node.store().load("id"));
        data.setAttribute("big", random(500_000, 2));
        node.store().store("id", data);
        assertThat(calls.of(UpdateItemRequest.class))
                .extracting(update -> update.key().get("sessionId").s().replaceAll("[|].*[|]", "|…|"))
                .containsExactly("/shop|…|id", "part|…|0", "part|…|1", "/shop|…|id");
        assertThat(calls.of(PutItemRequest.class)).hasSize(2).allSatisfy(part -> assertThat(
                        Long.parseLong(part.item().get("expires").n()) * 1_000)
                .isGreaterThan(System.currentTimeMillis() + Duration.ofDays(364).toMillis()));
        assertThat(partsTtl()).containsOnlyNulls();
        assertThat(reference()).doesNotContainKey("partsExpire");

        calls.clear();
        node.set("id", "user", "ann");
        assertThat(calls.operations()).as("once").containsExactly("GetItem", "UpdateItem");
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 2));
    }

    @Test
    void soDoThoseOfANewOneAndOfOneThatGetsANewId() throws Exception {
        id = "another";
        SessionData data = node.newSession(id);
        data.setMaxInactiveMs(0);
        data.calcAndSetExpiry();
        data.setAttribute("big", random(500_000, 2));
        node.store().store(id, data);
        assertThat(reference()).doesNotContainKey("partsExpire");

        data.setAttribute("big", random(500_000, 3));
        id = "new";
        node.rotate(id, data);
        assertThat(reference()).doesNotContainKey("partsExpire");
        node.store().delete("id"); // of the class, whose parts have a TTL
        assertThat(partsTtl()).containsOnlyNulls();
    }

    @Test
    void partsKeepTheirTtlIfTheItemIsNotWrittenAndWhatFailsIsMadeUpForByTheNextWrite() throws Exception {
        SessionData data = node.store().load("id");
        data.setMaxInactiveMs(0);
        data.calcAndSetExpiry();
        data.setDirty(true);
        dynamoDb.client().deleteItem(delete -> delete.tableName(table).key(sessionKey()));
        node.store().store("id", data); // comes too late
        assertThat(partsTtl()).doesNotContainNull();

        id = "another";
        node.create(id, Map.of("big", random(500_000, 2)));
        setIdleTimeout(0);
        assertThat(reference()).doesNotContainKey("partsExpire");
        expireParts(1_900_000_000); // as if the writes that take the TTL away had failed
        node.set(id, "user", "ann");
        assertThat(reference()).doesNotContainKey("partsExpire");
    }

    @Test
    void aPartIsPutOnce() throws Exception {
        setIdleTimeout(0);
        calls.clear();
        node.set("id", "big", random(500_000, 2));
        PutItemRequest late = calls.of(PutItemRequest.class).get(0);

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> dynamoDb.client().putItem(late));
        assertThat(partsTtl()).containsOnlyNulls();
    }

    @Test
    void anIdleTimeoutAboveAWeekCountsInsteadOfIt() throws Exception {
        setIdleTimeout(Duration.ofDays(30).toMillis());
        node.set("id", "big", random(500_000, 2));
        assertThat(partsTtl())
                .containsExactly(number(sessionTtl() + Duration.ofDays(30).toSeconds()));
    }

    private void touch() throws Exception {
        node.store().store("id", later(node.store().load("id")));
    }

    private static SessionData later(SessionData data) {
        data.setAccessed(data.getAccessed() + 10_000);
        data.calcAndSetExpiry(data.getAccessed());
        return data;
    }

    private void setIdleTimeout(long idleMs) throws Exception {
        SessionData data = node.store().load(id);
        data.setMaxInactiveMs(idleMs);
        data.calcAndSetExpiry();
        data.setDirty(true);
        node.store().store(id, data);
    }

    /** As if the session had been in use for a week. */
    private void expireParts(long seconds) {
        parts.expireAt(seconds);
        dynamoDb.client().updateItem(update -> update.tableName(table)
                .key(sessionKey())
                .updateExpression("SET attributes.big.partsExpire = :seconds")
                .expressionAttributeValues(Map.of(":seconds", number(seconds))));
    }

    private Map<String, AttributeValue> sessionKey() {
        return Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|" + id));
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.client()
                .getItem(get -> get.tableName(table).key(sessionKey()).consistentRead(true))
                .item();
    }

    private Map<String, AttributeValue> reference() {
        return item().get("attributes").m().get("big").m();
    }

    private long sessionTtl() {
        return Long.parseLong(item().get("expires").n());
    }

    private Set<AttributeValue> partsTtl() {
        Set<AttributeValue> ttls = new HashSet<>();
        parts.all().forEach(part -> ttls.add(part.get("expires")));
        return ttls;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
