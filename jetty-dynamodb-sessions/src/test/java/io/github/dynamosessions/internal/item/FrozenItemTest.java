package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of every released format, in DynamoDB's JSON. Never edit one: later versions must read what is in tables. */
class FrozenItemTest {

    private static final ItemCodec CODEC = Items.codec(0);

    @Test
    void format1IsRead() throws Exception {
        SessionData data = CODEC.decode("node01x", frozen("format-1"));
        assertThat(data.getId()).isEqualTo("node01x");
        assertThat(data.getContextPath()).isEqualTo("/shop");
        assertThat(data.getVhost()).isEqualTo("0.0.0.0");
        assertThat(data.getCreated()).isEqualTo(1_767_225_600_001L);
        assertThat(data.getAccessed()).isEqualTo(1_767_225_900_002L);
        assertThat(data.getLastAccessed()).isEqualTo(1_767_225_800_003L);
        assertThat(data.getCookieSet()).isEqualTo(1_767_225_600_004L);
        assertThat(data.getLastSaved()).isEqualTo(1_767_225_900_005L);
        assertThat(data.getMaxInactiveMs()).isEqualTo(1_800_000);
        assertThat(data.getExpiry()).isEqualTo(1_767_227_700_002L);
        assertThat(data.getLastNode()).isEqualTo("node0");
        assertThat(data.isDirty()).isFalse();
        assertThat(data.isMetaDataDirty()).isFalse();
        Map<String, Object> attributes = new HashMap<>(data.getAllAttributes());
        assertThat((byte[]) attributes.remove("avatar")).containsExactly(0, 1, -1);
        assertThat(attributes)
                .containsOnly(
                        Map.entry("user", "Jürgen 😀"),
                        Map.entry("empty", ""),
                        Map.entry("admin", true),
                        Map.entry("count", -7),
                        Map.entry("since", 4_102_444_800_000L),
                        Map.entry("small", 1L),
                        Map.entry("cart", new ArrayList<>(List.of("pen", "ink"))),
                        Map.entry("cut", "half \uD83D"));
        assertThat(attributes.get("cart")).isExactlyInstanceOf(ArrayList.class);
    }

    @Test
    void format1IsWritten() throws Exception {
        StoredItem frozen = frozen("format-1");
        SessionData data = CODEC.decode("node01x", frozen);
        assertThat(CODEC.encode(Items.KEY, data).values()).isEqualTo(frozen.values());
    }

    @Test
    void aFrozenItemThatIsSetAgainIsNoChange() throws Exception {
        SessionData data = CODEC.decode("node01x", frozen("format-1"));
        new HashMap<>(data.getAllAttributes()).forEach(data::setAttribute);
        assertThat(Items.changes(data).attributes()).isEmpty();
    }

    @Test
    void compressedValuesOfFormat1AreRead() throws Exception {
        Map<String, Object> attributes =
                CODEC.decode("node01x", frozen("format-1-compressed")).getAllAttributes();
        assertThat(attributes).hasSize(6);
        for (String algorithm : List.of("deflated", "zstd")) {
            assertThat(attributes.get(algorithm + " text")).isEqualTo("Grüße 😀 ".repeat(10));
            assertThat((byte[]) attributes.get(algorithm + " bytes")).containsExactly(new byte[200]);
            assertThat(attributes.get(algorithm + " list"))
                    .isExactlyInstanceOf(ArrayList.class)
                    .isEqualTo(Collections.nCopies(50, "pen"));
        }
    }

    @Test
    void aValueInPartsOfFormat1IsRead() throws Exception {
        Map<String, SdkBytes> parts = new HashMap<>();
        for (String name : List.of("format-1-part-0", "format-1-part-1")) {
            Map<String, AttributeValue> part = frozen(name).values();
            parts.put(part.get("sessionId").s(), part.get("bytes").b());
        }
        PartLayout layout = new PartLayout(Items.SCHEMA, "");
        ItemCodec codec = Items.codec(
                0,
                (key, name, reference) -> new SpilledValues.Found(reference.toValue(), layout.join(reference, parts)));
        SessionData data = codec.decode("node01x", frozen("format-1-parts"));

        assertThat((byte[]) data.getAttribute("photo")).containsExactly(1, 2, 3);
    }

    private static StoredItem frozen(String name) throws IOException {
        try (InputStream json = FrozenItemTest.class.getResourceAsStream("/items/" + name + ".json")) {
            return new StoredItem(map(new ObjectMapper().readTree(json)));
        }
    }

    private static Map<String, AttributeValue> map(JsonNode node) throws IOException {
        Map<String, AttributeValue> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            map.put(entry.getKey(), value(entry.getValue()));
        }
        return map;
    }

    private static AttributeValue value(JsonNode node) throws IOException {
        Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
        JsonNode value = typed.getValue();
        return switch (typed.getKey()) {
            case "S" -> AttributeValue.fromS(value.textValue());
            case "N" -> AttributeValue.fromN(value.textValue());
            case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(value.binaryValue()));
            case "M" -> AttributeValue.fromM(map(value));
            default -> throw new IOException("no such type in format 1: " + typed);
        };
    }
}
