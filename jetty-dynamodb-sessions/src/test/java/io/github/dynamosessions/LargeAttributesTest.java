package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.LargeAttributeValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.ConsumedUnits;
import io.github.dynamosessions.fixture.HalfAnswers;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.fixture.StoreOptions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values too big for the item of their session lie in items of their own. */
class LargeAttributesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int MB = 1024 * 1024;

    private final String table = dynamoDb.newTable("sessionId");
    private final ChunksInTable chunks = new ChunksInTable(dynamoDb.client(), table);
    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private final ConsumedUnits units = new ConsumedUnits(dynamoDb.endpoint());
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(StoreOptions.existing(calls.client(), table).build());
    }

    @AfterEach
    void stop() {
        node.close();
        calls.close();
        units.close();
    }

    static List<Object> bigValues() {
        return List.of(
                random(100_000, 1),
                random(2 * MB, 2),
                random(380 * 1024 - 1, 3),
                random(380 * 1024, 4),
                Base64.getEncoder().encodeToString(random(300_000, 5)),
                "ü".repeat(40_000) + "\uD83D" + Base64.getEncoder().encodeToString(random(10_000, 6)),
                new ArrayList<>(List.of(Base64.getEncoder().encodeToString(random(50_000, 7)), 8)));
    }

    @ParameterizedTest
    @MethodSource("bigValues")
    void aBigValueComesBackOnAnotherNodeAsItWas(Object value) throws Exception {
        node.create("id", Map.of("big", value, "user", "ann"));
        try (Node other =
                Node.start(StoreOptions.existing(dynamoDb.client(), table).build())) {
            assertThat(other.attributes("id")).containsOnly(entry("big", value), entry("user", "ann"));
        }
        assertThat(chunks.count()).isPositive();
    }

    @Test
    void partsThatDynamoDbLeavesUnprocessedAreAskedForAgain() throws Exception {
        node.create("id", Map.of("big", random(2 * MB, 1)));
        try (HalfAnswers throttled = new HalfAnswers(dynamoDb.endpoint());
                Node other = Node.start(
                        StoreOptions.existing(throttled.client(), table).build())) {
            assertThat(other.attributes("id")).containsOnly(entry("big", random(2 * MB, 1)));
            assertThat(throttled.unprocessed()).isEqualTo(5 + 4 + 3 + 2 + 1);
        }
    }

    @Test
    void whatIsSmallEnoughStaysInTheItem() throws Exception {
        node.create("id", Map.of("bytes", random(8_191, 1), "text", "x".repeat(65_536)));
        assertThat(chunks.count()).isZero();
        node.set("id", "bytes", random(8_192, 1));
        assertThat(chunks.count()).isOne();
    }

    @Test
    void whatIsSmallOnlyAsLongAsItIsCompressedDoesNotStayInTheItem() throws Exception {
        node.create("id", Map.of("text", "x".repeat(65_537)));
        assertThat(chunks.count()).isOne();
        assertThat(node.attributes("id")).containsOnly(entry("text", "x".repeat(65_537)));
    }

    @Test
    void partsAreOnlyReadWhenSomebodyAsksForTheirValue() throws Exception {
        node.create("id", Map.of("big", random(2 * MB, 1), "user", "ann"));
        calls.clear();
        SessionData data = node.store().load("id");
        assertThat(data.getKeys()).containsExactlyInAnyOrder("big", "user");
        assertThat(data.getAttribute("user")).isEqualTo("ann");
        data.setAttribute("user", "ben");
        node.store().store("id", data);
        assertThat(calls.operations()).containsExactly("GetItem", "UpdateItem");
        assertThat((byte[]) data.getAttribute("big")).hasSize(2 * MB);
        assertThat(data.getAttribute("big")).isSameAs(data.getAttribute("big"));
        assertThat(calls.operations()).containsExactly("GetItem", "UpdateItem", "BatchGetItem");
    }

    @Test
    void aBigValueThatIsSetAgainIsNotWritten() throws Exception {
        node.create("id", Map.of("big", random(MB, 1)));
        calls.clear();
        node.set("id", "big", random(MB, 1));
        assertThat(calls.operations()).doesNotContain("PutItem", "UpdateItem");
    }

    /** The session takes one kilobyte of the table, and its value 2,048 of them. */
    @Test
    void touchingOrChangingABigSessionCostsOneUnit() throws Exception {
        node.create("id", Map.of("big", random(2 * MB, 1), "user", "ann"));
        try (Node measured =
                Node.start(StoreOptions.touching(units.client(), table).build())) {
            units.take(); // of the first call of every node
            SessionData data = measured.store().load("id");
            data.setAttribute("user", "ben");
            measured.store().store("id", data);
            assertThat(units.take()).containsExactly(1.0, 1.0);
            SessionData later = measured.store().load("id");
            later.setAccessed(later.getAccessed() + 240_000);
            later.calcAndSetExpiry(later.getAccessed());
            measured.store().store("id", later);
            assertThat(units.take()).containsExactly(1.0, 1.0);
            measured.store().load("id").getAttribute("big");
            assertThat(units.take()).as("and to read it, what it takes").containsExactly(1.0, 518.0);
        }
    }

    @Test
    void aReplacedOrRemovedValueLeavesNoParts() throws Exception {
        node.create("id", Map.of("a", random(MB, 1), "b", random(MB, 2)));
        assertThat(chunks.count()).isEqualTo(6);
        node.set("id", "a", random(20_000, 3));
        assertThat(chunks.count()).isEqualTo(4);
        node.set("id", "a", "small");
        assertThat(chunks.count()).isEqualTo(3);
        node.set("id", "b", null);
        assertThat(chunks.count()).isZero();
        assertThat(node.attributes("id")).containsOnly(entry("a", "small"));
    }

    @Test
    void anEndedSessionLeavesNoParts() throws Exception {
        node.create("id", Map.of("big", random(MB, 1)));
        assertThat(node.store().delete("id")).isTrue();
        assertThat(chunks.count()).isZero();
    }

    @Test
    void aLateWriteToAnEndedSessionLeavesNoParts() throws Exception {
        node.create("id", Map.of());
        SessionData data = node.store().load("id");
        node.store().delete("id");
        data.setAttribute("big", random(MB, 1));
        node.store().store("id", data);
        assertThat(chunks.count()).isZero();
    }

    @Test
    void aRotationDoesNotTouchLargeAttributes() throws Exception {
        node.create("id", Map.of("big", random(MB, 1), "other", random(MB, 2)));
        SessionData data = node.store().load("id");
        data.setAttribute("other", random(20_000, 3));
        calls.clear();
        String newId = node.rotate(data);
        assertThat(calls.operations()).doesNotContain("BatchGetItem");
        assertThat(chunks.count()).isEqualTo(3 + 1);
        assertThat(node.attributes(newId)).containsOnly(entry("big", random(MB, 1)), entry("other", random(20_000, 3)));
    }

    @Test
    void ofTwoNodesThatReplaceAValueTheLastWinsAndNoPartsAreLeft() throws Exception {
        node.create("id", Map.of("big", random(MB, 1)));
        SessionData one = node.store().load("id");
        SessionData two = node.store().load("id");
        one.setAttribute("big", random(MB, 2));
        two.setAttribute("big", random(MB, 3));
        node.store().store("id", one);
        node.store().store("id", two);
        assertThat(node.attributes("id")).containsOnly(entry("big", random(MB, 3)));
        assertThat(chunks.count()).isEqualTo(3);
    }
}
