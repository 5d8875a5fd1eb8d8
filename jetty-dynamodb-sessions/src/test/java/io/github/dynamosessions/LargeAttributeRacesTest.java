package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.LargeAttributeValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request has read its session, and asks for a large attribute after other requests have changed it. */
class LargeAttributeRacesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final ChunksInTable chunks = new ChunksInTable(dynamoDb.client(), table);
    private Node node;
    private SessionData data;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(StoreOptions.existing(dynamoDb.client(), table).build());
        node.create("id", Map.of("big", random(500_000, 1)));
        data = node.store().load("id");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aValueThatWasReplacedMeanwhileIsTheNewOne() throws Exception {
        node.set("id", "big", random(500_000, 2));
        assertThat(data.getAttribute("big")).isEqualTo(random(500_000, 2));
    }

    @Test
    void aValueThatWasReplacedByASmallOneIsTheSmallOne() throws Exception {
        node.set("id", "big", "small");
        assertThat(data.getAttribute("big")).isEqualTo("small");
    }

    @Test
    void aValueThatWasRemovedMeanwhileIsGone() throws Exception {
        node.set("id", "big", null);
        assertThat(data.getAttribute("big")).isNull();
        assertThat(data.getKeys()).isEmpty();
        assertThat(data.isDirty()).isFalse();
    }

    /** To give back the value that was there before is a change for a request that has seen another one. */
    @Test
    void whatIsSetIsComparedWithTheNewValue() throws Exception {
        node.set("id", "big", random(500_000, 2));
        data.getAttribute("big");
        data.setAttribute("big", random(500_000, 1));
        node.store().store("id", data);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
        assertThat(chunks.count()).isEqualTo(2);
    }

    @Test
    void aSessionThatWasEndedMeanwhileIsNoValidOne() throws Exception {
        node.store().delete("id");
        assertThatIllegalStateException()
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessage("session id was ended while it was in use");
    }

    /** What was written after a login is not for a request that came before it. */
    @Test
    void aValueThatWasReplacedAfterARotationIsUnavailable() throws Exception {
        String newId = node.rotate(node.store().load("id"));
        node.set(newId, "big", random(500_000, 2));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> data.getAttribute("big"));
    }

    @Test
    void aValueIsStillReadAfterARotationThatLeftItAlone() throws Exception {
        node.rotate(node.store().load("id"));
        assertThat(data.getAttribute("big")).isEqualTo(random(500_000, 1));
    }

    @Test
    void aValueWithoutItsPartsIsUnreadable() {
        chunks.deleteAll();
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessage("session attribute 'big' cannot be read: its chunks are missing or damaged");
    }

    @Test
    void aValueWithADamagedPartIsUnreadable() {
        chunks.damageOne();
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessage("session attribute 'big' cannot be read: its chunks are missing or damaged");
    }

    @Test
    void aValueThatWasNotReadIsKeptByARequestThatChangesAnother() throws Exception {
        data.setAttribute("user", "ann");
        data.setDirty(true);
        node.store().store("id", data);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
        assertThat(chunks.count()).isEqualTo(2);
    }
}
