package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code onUnreadableAttribute=DROP_ATTRIBUTE}. */
class DroppedAttributesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final AttributeValue BROKEN = AttributeValue.fromN("1.5");

    private final String table = dynamoDb.newTable("sessionId");
    private final StoreUnderTest node =
            StoreUnderTest.of(dynamoDb.client(), table, new Options("", false, true, true, 0, true));

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aSessionIsUsedWithoutWhatCannotBeReadWhichIsNamedAndCounted() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        breakCart(cookie);
        try (CapturedLogs logs = CapturedLogs.of(ReportedFaults.class.getName())) {
            assertThat(node.attributes(cookie)).containsExactly(Map.entry("user", "ann"));
            assertThat(logs.with(cookie.handle().id()))
                    .containsExactly("WARN Session " + cookie.handle().id() + " is used without an attribute: session"
                            + " attribute 'cart' cannot be read: java.lang.NumberFormatException: For input string:"
                            + " \"1.5\"");
        }
        assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.ATTRIBUTE_DROPPED);
    }

    @Test
    void itStaysInTheTableForNodesThatCanReadIt() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        breakCart(cookie);

        node.set(cookie, "user", "ben");
        assertThat(node.item(cookie).attributes()).containsEntry("cart", BROKEN);

        node.set(cookie, "cart", "new");
        assertThat(node.attributes(cookie)).containsOnly(Map.entry("user", "ben"), Map.entry("cart", "new"));
    }

    @Test
    void aLargeAttributeIsLeftOutWhenItIsAskedFor() {
        SessionCookie cookie = node.create(Map.of("user", "ann", "photo", LargeAttributeValues.random(20_000, 1)));
        new ChunksInTable(dynamoDb.client(), table).damageOne();

        TrackedSessionData data = node.read(cookie);

        assertThat(data.getAttribute("photo")).isNull();
        assertThat(data.getKeys()).containsExactly("user");
        assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.ATTRIBUTE_DROPPED);
    }

    @Test
    void anItemThatIsNoSessionIsRemovedAllTheSame() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.damage(cookie, "expiry", AttributeValue.fromS("soon"));

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);

        assertThat(node.item(cookie).isLive()).isFalse();
    }

    private void breakCart(SessionCookie cookie) {
        node.damage(
                cookie,
                "attributes",
                AttributeValue.fromM(Map.of("user", AttributeValue.fromS("ann"), "cart", BROKEN)));
    }
}
