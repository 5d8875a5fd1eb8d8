package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB charges whole kilobytes: what we add to a session must leave nearly all of the first one to it. */
class ItemSizeTest {

    @Test
    void anItemWithoutAttributesIsBelow300Bytes() {
        SessionData data = Items.session(Map.of());
        data.setLastNode("node0");
        data.setCookieSet(Items.T0 + 1);
        data.setAccessed(Items.T0 + 123_457);
        data.setLastAccessed(Items.T0 + 12_347);
        data.setLastSaved(Items.T0 + 123_459);
        data.setExpiry(Items.T0 + Items.IDLE_MS + 7);
        Map<String, AttributeValue> item = Items.CODEC.encode(Items.KEY, data).values();
        assertThat(ItemSize.of(item) - Items.KEY.length()).isLessThan(300).isGreaterThan(200);
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
