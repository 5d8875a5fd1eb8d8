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
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of every released format, in DynamoDB's JSON. Never edit one: later versions must read what is in tables. */
class FrozenItemTest {

    private static final ItemCodec CODEC = Items.codec(0);
    private static final SessionCookie ROTATED = SessionCookie.parse("c2VsZWN0b3Itb2Yt.n3wRot~bmV3LXNlY3JldC1vZi1zZX");

    @Test
    void format1IsRead() throws Exception {
        TrackedSessionData data = CODEC.decode(frozen("format-1"));
        assertThat(data.getId()).isEqualTo("c2VsZWN0b3Itb2Yt.r0Tat1");
        assertThat(data.getContextPath()).isEqualTo("/shop");
        assertThat(data.getVhost()).isEqualTo("0.0.0.0");
        assertThat(data.getCreated()).isEqualTo(1_767_225_600_001L);
        assertThat(data.getAccessed()).isEqualTo(1_767_225_900_002L);
        assertThat(data.getLastAccessed()).isEqualTo(1_767_225_800_003L);
        assertThat(data.getCookieSet()).isEqualTo(1_767_225_600_004L);
        assertThat(data.getLastSaved()).isEqualTo(1_767_225_600_001L);
        assertThat(data.getMaxInactiveMs()).isEqualTo(1_800_000);
        assertThat(data.getExpiry()).isEqualTo(1_767_227_700_002L);
        assertThat(data.getLastNode()).isEqualTo("node0");
        assertThat(data.authenticatedMs()).isZero();
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
    void format1IsOpenedByItsCookieAlone() throws Exception {
        StoredItem frozen = frozen("format-1");
        assertThat(Items.COOKIE.opens(frozen)).isTrue();
        assertThat(SessionCookie.forHandle(Items.COOKIE.handle()).opens(frozen)).isFalse();
    }

    @Test
    void format1IsWritten() throws Exception {
        StoredItem frozen = frozen("format-1");
        TrackedSessionData data = CODEC.decode(frozen);
        data.setCookie(Items.COOKIE);
        assertThat(CODEC.encode(data).item().values()).isEqualTo(frozen.values());
    }

    @Test
    void aFrozenItemThatIsSetAgainIsNoChange() throws Exception {
        TrackedSessionData data = CODEC.decode(frozen("format-1"));
        new HashMap<>(data.getAllAttributes()).forEach(data::setAttribute);
        assertThat(Items.changes(data).isEmpty()).isTrue();
    }

    @Test
    void aRotatedItemOfFormat1IsWhatARotationMakesOfAnItem() throws Exception {
        StoredItem frozen = frozen("format-1");
        TrackedSessionData data = CODEC.decode(frozen);
        data.setCookie(Items.COOKIE);
        data.setAttribute("user", "Jörg");
        data.setAttribute("empty", null);
        data.rotate(ROTATED, 1_767_225_850_006L);
        data.setExpiry(1_767_227_700_002L);

        assertThat(frozen.after(CODEC.changes(data)).values())
                .isEqualTo(frozen("format-1-rotated").values());
    }

    @Test
    void aRotatedItemOfFormat1IsRead() throws Exception {
        StoredItem frozen = frozen("format-1-rotated");
        TrackedSessionData data = CODEC.decode(frozen);
        assertThat(data.getId()).isEqualTo("c2VsZWN0b3Itb2Yt.n3wRot");
        assertThat(data.authenticatedMs()).isEqualTo(1_767_225_850_006L);
        assertThat(data.getCookieSet()).as("set again with the new ID").isEqualTo(1_767_225_850_006L);
        assertThat(data.getAttribute("user")).isEqualTo("Jörg");
        assertThat(frozen.idVersion()).isEqualTo(2);
        assertThat(frozen.version("user")).isEqualTo(2);
        assertThat(frozen.version("count")).isNull();
        assertThat(ROTATED.opens(frozen)).isTrue();
        assertThat(Items.COOKIE.opens(frozen)).isFalse();
    }

    @Test
    void aTombstoneOfFormat1IsNoSession() throws Exception {
        String token = "6f1c2a3e-4b5d-4c6e-8f70-819203a4b5c6";
        StoredItem tombstone = frozen("format-1-tombstone");
        assertThat(tombstone.isLive()).isFalse();
        assertThat(tombstone.isTombstone(token)).isTrue();
        assertThat(tombstone.version()).isEqualTo(3);
        assertThat(ROTATED.opens(tombstone)).isFalse();
    }

    @Test
    void aTombstoneOfFormat1IsWritten() throws Exception {
        Tombstone tombstones = new Tombstone(Items.SCHEMA, "", true);
        String token = "6f1c2a3e-4b5d-4c6e-8f70-819203a4b5c6";
        long nowMs = 1_767_225_901_000L;
        assertThat(frozen("format-1-tombstone").values()).containsAllEntriesOf(tombstones.of(Items.KEY, token, nowMs));
    }

    @Test
    void compressedValuesOfFormat1AreRead() throws Exception {
        Map<String, Object> attributes =
                CODEC.decode(frozen("format-1-compressed")).getAllAttributes();
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
    void aLargeAttributeOfFormat1IsRead() throws Exception {
        Map<String, SdkBytes> chunks = new HashMap<>();
        for (String name : List.of("format-1-chunk-0")) {
            Map<String, AttributeValue> chunk = frozen(name).values();
            chunks.put(chunk.get("sessionId").s(), chunk.get("bytes").b());
        }
        ChunkLayout layout = new ChunkLayout(Items.SCHEMA, "");
        ItemCodec codec = Items.codec(
                0,
                (session, name, reference) ->
                        new LargeValues.Found(reference.toValue(), layout.join(reference, chunks)));
        TrackedSessionData data = codec.decode(frozen("format-1-large"));

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
