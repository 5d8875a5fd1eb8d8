package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;

class ChunkLayoutTest {

    private static final int PART = 380 * 1024;
    private static final ChunkLayout LAYOUT = new ChunkLayout(Items.SCHEMA, "shop:");

    @ParameterizedTest
    @ValueSource(ints = {1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 2_500_000})
    void aDividedValueIsPutTogetherAgain(int bytes) {
        LargeValue value = value(bytes);
        List<StoredItem> items = LAYOUT.items(value);
        assertThat(items).hasSize((bytes + PART - 1) / PART).hasSameSizeAs(LAYOUT.keys(value.reference()));
        assertThat(LAYOUT.join(value.reference(), found(items))).isEqualTo(value.bytes());
    }

    @Test
    void aPartIsAnItemOfItsOwn() {
        LargeValue value = value(PART + 1);
        StoredItem last = LAYOUT.items(value).get(1);
        assertThat(last.values()).containsOnlyKeys("sessionId", "format", "bytes", "expires");
        assertThat(last.text("sessionId"))
                .isEqualTo("shop:chunk|" + value.reference().chunkId() + "|1");
        assertThat(last.number("format")).isEqualTo(1);
        assertThat(last.number("expires")).isEqualTo(1_767_920_461);
        assertThat(last.value("bytes").b().asByteArray()).hasSize(1);
    }

    @Test
    void theBiggestPartFitsAnItemWithTheLongestNames() {
        ItemSchema longest = new ItemSchema("h".repeat(255), "t".repeat(255));
        ChunkLayout layout = new ChunkLayout(longest, "p".repeat(128));
        StoredItem chunk = layout.items(value(PART)).get(0);
        int names = chunk.values().keySet().stream().mapToInt(String::length).sum();
        int key = chunk.text(longest.hashKey()).getBytes(StandardCharsets.UTF_8).length;
        assertThat(names + key + PART + 100).isLessThan(400 * 1024);
    }

    @Test
    void aMissingOrDamagedOrForeignPartIsNoticed() {
        LargeValue value = value(PART + 10);
        Map<String, SdkBytes> found = found(LAYOUT.items(value));
        String last = LAYOUT.keys(value.reference()).get(1);
        found.put(last, SdkBytes.fromUtf8String("0123456789"));
        assertThat(LAYOUT.join(value.reference(), found)).isNull();
        found.put(last, SdkBytes.fromUtf8String("012345678"));
        assertThat(LAYOUT.join(value.reference(), found)).isNull();
        found.remove(last);
        assertThat(LAYOUT.join(value.reference(), found)).isNull();
    }

    @Test
    void aReferenceIsReadAsItWasWritten() {
        ChunkReference reference = value(10).reference();
        assertThat(ChunkReference.of(reference.toValue())).isEqualTo(reference);
        assertThat(ChunkReference.in(List.of(reference.toValue(), Items.text("chunk|"), Items.number("1"))))
                .containsExactly(reference);
    }

    private static LargeValue value(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        random[0] = 0; // raw bytes, not compressed
        return LargeValue.of(random, 1_767_920_461L);
    }

    private static Map<String, SdkBytes> found(List<StoredItem> items) {
        Map<String, SdkBytes> found = new HashMap<>();
        items.forEach(
                item -> found.put(item.text("sessionId"), item.value("bytes").b()));
        return found;
    }
}
