package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.BigValues.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.PartsInTable;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.internal.item.ItemCodec.UndecodableItemException;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request has read its session, and asks for a big value when others have done something to it. */
class BigValueRacesTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final PartsInTable parts = new PartsInTable(dynamoDb.client(), table);
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

    /** To give back the value that was there before is a change, for whoever has seen another one. */
    @Test
    void whatIsSetIsComparedWithTheNewValue() throws Exception {
        node.set("id", "big", random(500_000, 2));
        data.getAttribute("big");
        data.setAttribute("big", random(500_000, 1));
        node.store().store("id", data);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
        assertThat(parts.count()).isEqualTo(2);
    }

    @Test
    void aSessionThatWasEndedMeanwhileIsNoValidOne() throws Exception {
        node.store().delete("id");
        assertThatIllegalStateException()
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessageMatching("session [0-9a-f]{12} was ended while it was in use");
    }

    @Test
    void aValueWithoutItsPartsCannotBeDecoded() {
        parts.deleteAll();
        assertThatExceptionOfType(UndecodableItemException.class)
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessage("session attribute 'big' cannot be read: its parts are missing or damaged");
    }

    @Test
    void aValueWithADamagedPartCannotBeDecoded() {
        parts.damageOne();
        assertThatExceptionOfType(UndecodableItemException.class)
                .isThrownBy(() -> data.getAttribute("big"))
                .withMessage("session attribute 'big' cannot be read: its parts are missing or damaged");
    }

    @Test
    void aValueThatNobodyReadIsKeptByWhoeverChangesAnother() throws Exception {
        data.setAttribute("user", "ann");
        data.setDirty(true);
        node.store().store("id", data);
        assertThat(node.attributes("id").get("big")).isEqualTo(random(500_000, 1));
        assertThat(parts.count()).isEqualTo(2);
    }
}
