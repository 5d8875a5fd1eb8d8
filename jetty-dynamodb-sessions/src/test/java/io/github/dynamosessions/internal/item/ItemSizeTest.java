package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.StrictFaults;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB charges whole kilobytes: what we add to a session must leave nearly all of the first one to it. */
class ItemSizeTest {

    /** As the Javalin plugin stores it: at the root, with a worker name of eight characters. */
    @Test
    void theMetadataOfANewItemTakesAbout300BytesBesideItsKey() {
        assertThat(metadataBytes(typical())).isBetween(280L, 310L);
    }

    @Test
    void afterALoginItIsAFewMore() {
        StoredItem item = typical();
        Map<String, AttributeValue> values = new HashMap<>(item.values());
        values.put(ItemSchema.AUTHENTICATED, ItemMetadata.number(Items.T0 + 98_765));
        values.put(ItemSchema.COOKIE_SET, ItemMetadata.number(Items.T0 + 98_765));
        assertThat(metadataBytes(new StoredItem(values))).isBetween(320L, 345L);
    }

    private static StoredItem typical() {
        SessionScope root = new SessionScope("", "/", "0.0.0.0");
        ItemCodec codec = new ItemCodec(
                Items.SCHEMA,
                root,
                new AttributeCodec(null, List.of(), 1_024),
                new Lifetimes(-1, 0),
                new ValueLimits(8_192, 4_194_304),
                true,
                Items::noChunks,
                new StrictFaults());
        long createdMs = Items.T0 + 12_345;
        TrackedSessionData data = codec.newSession("", createdMs, createdMs, createdMs, Items.IDLE_MS);
        data.setCookie(Items.COOKIE);
        data.setCookieSet(createdMs);
        data.setLastSaved(createdMs + 56);
        data.setLastNode("n1q2w3e4");
        return codec.encode(data).item();
    }

    private static long metadataBytes(StoredItem item) {
        return ItemSize.of(item.values()) - item.values().get("sessionId").s().length();
    }

    /** A value of each type, and the bytes that DynamoDB counts for it. */
    @Test
    void theSizeOfAValueIsAsDocumented() {
        assertThat(ItemSize.of(Items.text("aü€😀"))).isEqualTo(1 + 2 + 3 + 4);
        assertThat(ItemSize.of(Items.number("7"))).isEqualTo(2);
        assertThat(ItemSize.of(Items.number("0"))).isEqualTo(1);
        assertThat(ItemSize.of(Items.number("100"))).isEqualTo(2);
        assertThat(ItemSize.of(Items.number("123"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("-7"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("1800000"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("1767225600000"))).isEqualTo(6);
        assertThat(ItemSize.of(Items.number("1767225612345"))).isEqualTo(8);
        assertThat(ItemSize.of(AttributeValue.fromBool(true))).isEqualTo(1);
        assertThat(ItemSize.of(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[9]))))
                .isEqualTo(9);
        assertThat(ItemSize.of(AttributeValue.fromM(Map.of("long", Items.number("7")))))
                .isEqualTo(3 + 1 + 4 + 2);
        assertThat(ItemSize.of(AttributeValue.fromL(List.of(Items.text("ab"), Items.text("c")))))
                .isEqualTo(3 + 2 + 3);
    }
}
