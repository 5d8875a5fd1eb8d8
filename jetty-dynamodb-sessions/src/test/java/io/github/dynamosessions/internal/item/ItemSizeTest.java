package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
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
        assertThat(size(item) - Items.KEY.length()).isLessThan(300).isGreaterThan(200);
    }

    /** As documented: names and texts in UTF-8, numbers by two digits a byte, a map 3 bytes and 1 for each entry. */
    private static int size(Map<String, AttributeValue> map) {
        return map.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + size(entry.getValue()))
                .sum();
    }

    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> (value.n().length() + 1) / 2 + 1;
            case M -> 3 + value.m().size() + size(value.m());
            default -> throw new IllegalArgumentException("not in the metadata: " + value);
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
