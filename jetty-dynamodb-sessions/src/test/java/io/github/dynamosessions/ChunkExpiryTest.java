package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.LargeAttributeValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.fixture.StoreOptions;
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

/** Chunks outlive their session, and not for long: their TTL follows its own. */
class ChunkExpiryTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long A_WEEK = Duration.ofDays(7).toSeconds();
    private static final long TEN_YEARS = Duration.ofDays(3_650).toSeconds();

    private final String table = dynamoDb.newTable("sessionId");
    private final ChunksInTable chunks = new ChunksInTable(dynamoDb.client(), table);
    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private Node node;

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
        assertThat(reference().get("chunksExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
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
                .as("two chunks, and the session with its reference")
                .containsExactly("GetItem", "UpdateItem", "UpdateItem", "UpdateItem");
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("chunksExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
        touch();
        assertThat(calls.operations()).as("once").hasSize(4 + 2);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
    }

    @Test
    void partsAreRenewedByARotationToo() throws Exception {
        expireParts(sessionTtl() - 60);
        node.rotate(later(node.store().load("id")));
        assertThat(partsTtl()).containsExactly(number(sessionTtl() + A_WEEK));
        assertThat(reference().get("chunksExpire")).isEqualTo(number(sessionTtl() + A_WEEK));
    }

    @Test
    void partsOfASessionThatNeverExpiresAreRenewedEveryFiveYears() throws Exception {
        setIdleTimeout(0);
        assertThat(item().containsKey("expires")).isFalse();
        long inTenYears = nowSeconds() + TEN_YEARS;
        assertThat(partsTtl()).singleElement().satisfies(ttl -> assertThat(Long.parseLong(ttl.n()))
                .isBetween(inTenYears - 60, inTenYears + 60));
        assertThat(reference().get("chunksExpire")).isIn(partsTtl());

        calls.clear();
        touch();
        assertThat(calls.operations()).containsExactly("GetItem", "UpdateItem");

        expireParts(nowSeconds() + TEN_YEARS / 2 - 60);
        touch();
        assertThat(partsTtl()).singleElement().satisfies(ttl -> assertThat(Long.parseLong(ttl.n()))
                .isBetween(inTenYears - 60, inTenYears + 60));
    }

    @Test
    void aPartIsWrittenOnceAndADelayedAttemptDoesNotResetItsTtl() throws Exception {
        PutItemRequest delayed = calls.of(PutItemRequest.class).stream()
                .filter(put -> put.item().containsKey("bytes"))
                .findFirst()
                .orElseThrow();
        chunks.expireAt(1_900_000_000);

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> dynamoDb.client().putItem(delayed));
        assertThat(partsTtl()).containsExactly(number(1_900_000_000));
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
        SessionData data = node.store().load("id");
        data.setMaxInactiveMs(idleMs);
        data.calcAndSetExpiry();
        data.setDirty(true);
        node.store().store("id", data);
    }

    /** As if the session had been in use for a week. */
    private void expireParts(long seconds) {
        chunks.expireAt(seconds);
        dynamoDb.client().updateItem(update -> update.tableName(table)
                .key(sessionKey())
                .updateExpression("SET attributes.big.chunksExpire = :seconds")
                .expressionAttributeValues(Map.of(":seconds", number(seconds))));
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1_000;
    }

    private static Map<String, AttributeValue> sessionKey() {
        return Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|id"));
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
        chunks.all().forEach(chunk -> ttls.add(chunk.get("expires")));
        return ttls;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
