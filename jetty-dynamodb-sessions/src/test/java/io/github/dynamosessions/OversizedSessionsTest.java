package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.LargeAttributeValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session that is too big is refused as a whole, and the error says what takes the room. */
class OversizedSessionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final ChunksInTable chunks = new ChunksInTable(dynamoDb.client(), table);
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(StoreOptions.existing(dynamoDb.client(), table)
                .maxSessionSize(1_000_000)
                .build());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aNewSessionAboveTheLimitIsNotStored() throws Exception {
        SessionData data = node.newSession("id");
        data.setAttribute("user", "ann");
        data.setAttribute("photo", random(600_000, 1));
        data.setAttribute("draft", random(400_000, 2));
        data.setAttribute("count", 7);
        assertRefused(
                data,
                "the session is too big: all values take 1000007 bytes, maxSessionSize is 1000000; its largest"
                        + " attributes are 'photo' with 600001, 'draft' with 400001, 'user' with 3");
        assertThat(node.store().load("id")).isNull();
        assertThat(chunks.count()).isZero();
    }

    @Test
    void aChangeThatPassesTheLimitLeavesTheSessionAsItWas() throws Exception {
        node.create("id", Map.of("photo", random(600_000, 1), "user", "ann"));
        SessionData data = node.store().load("id");
        data.setAttribute("user", "ben");
        data.setAttribute("draft", random(500_000, 2));
        assertRefused(data, "the session is too big: all values take 1100");
        assertThat(chunks.count()).isEqualTo(2);
        assertThat(node.attributes("id")).containsOnly(entry("user", "ann"), entry("photo", random(600_000, 1)));
    }

    @Test
    void aRotationIsNoWayAroundTheLimit() throws Exception {
        node.create("id", Map.of("photo", random(600_000, 1)));
        SessionData data = node.store().load("id");
        data.setAttribute("draft", random(500_000, 2));
        assertThatExceptionOfType(UnwriteableSessionDataException.class)
                .isThrownBy(() -> node.rotate(data))
                .withCauseInstanceOf(OversizedSessionException.class);
        assertThat(chunks.count()).isEqualTo(2);
        assertThat(node.attributes("id")).containsOnlyKeys("photo");
    }

    /** Many small values, in more steps than one. */
    @Test
    void anItemAboveTheLimitOfDynamoDbIsNotEvenWrittenInPart() throws Exception {
        node.create("id", Map.of("user", "ann"));
        SessionData data = node.store().load("id");
        for (int i = 0; i < 500; i++) {
            data.setAttribute("a" + i, random(900, i));
        }
        assertRefused(data, "the session is too big: the item takes 4");
        assertThat(node.attributes("id")).containsOnly(entry("user", "ann"));
    }

    @Test
    void whatIsReplacedOrRemovedDoesNotCount() throws Exception {
        node.create("id", Map.of("photo", random(600_000, 1), "draft", random(300_000, 2)));
        SessionData data = node.store().load("id");
        data.setAttribute("photo", random(700_000, 3));
        data.setAttribute("draft", null);
        node.store().store("id", data);
        assertThat(node.attributes("id")).containsOnly(entry("photo", random(700_000, 3)));
    }

    @Test
    void aSessionThatIsTooBigAlreadyIsReadAndShrinks() throws Exception {
        node.create("id", Map.of("photo", random(600_000, 1), "draft", random(300_000, 2)));
        try (Node stricter = Node.start(StoreOptions.touching(dynamoDb.client(), table)
                .maxSessionSize(400_000)
                .build())) {
            SessionData touched = stricter.store().load("id");
            touched.calcAndSetExpiry(touched.getAccessed() + 120_000);
            stricter.store().store("id", touched);
            stricter.set("id", "photo", null);
            assertThat(stricter.attributes("id")).containsOnlyKeys("draft");
        }
    }

    private void assertRefused(SessionData data, String reason) {
        assertThatExceptionOfType(UnwriteableSessionDataException.class)
                .isThrownBy(() -> node.store().store("id", data))
                .havingCause()
                .withMessageStartingWith(reason);
    }
}
