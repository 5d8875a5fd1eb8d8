package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The size of a session is that of its values before compression. */
class SessionBudgetTest {

    private static final int MB = 1 << 20;
    private static final String TOO_MUCH = " bytes, a request reads at most 8388608, twice maxSessionSize";

    @Test
    void aNewSessionWhoseValuesAreSmallOnlyAsLongAsTheyAreCompressedIsNotStored() {
        assertThatExceptionOfType(OversizedSessionException.class)
                .isThrownBy(() -> CODEC.encode(Items.session(Map.of("a", "x".repeat(4 * MB + 1)))))
                .withMessage("the session is too big: all values take 4194305 bytes, maxSessionSize is 4194304;"
                        + " its largest attributes are 'a' with 4194305");
    }

    @Test
    void manySuchValuesAreNotStoredEither() {
        TrackedSessionData data = Items.loaded(texts(64));
        assertThat(CODEC.encode(data).item().attributes()).hasSize(64);

        data.setAttribute("one more", "x".repeat(MB / 16));

        assertThatExceptionOfType(OversizedSessionException.class).isThrownBy(() -> Items.changes(data));
    }

    @Test
    void whatRequestsAtOnceHaveStoredTogetherIsRead() {
        Map<String, AttributeValue> both = new HashMap<>();
        for (String half : List.of("a", "b")) {
            texts(64).forEach((name, text) -> both.put(half + name, form(text)));
        }
        assertThat(CODEC.decode(item(both)).getAllAttributes()).hasSize(128);
    }

    @Test
    void aSessionThatUnpacksToMoreThanARequestMayIsKeptAndNothingOfItIsUnpacked() {
        Map<String, AttributeValue> attributes = new HashMap<>();
        texts(129).forEach((name, text) -> attributes.put(name, form(text)));
        assertThat(ItemSize.of(attributes)).isLessThan(20_000);

        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> CODEC.decode(item(attributes)))
                .withMessage("the values of a session take 8454144" + TOO_MUCH);
    }

    @Test
    void whatAFewBytesClaimIsNotAllocated() {
        AttributeValue claim = bytes(0x40, 0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> CODEC.decode(item(Map.of("a", claim))))
                .withMessage("the values of a session take 2147483647" + TOO_MUCH);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 * MB);
    }

    @Test
    void largeAttributesCountWhenTheyAreAskedFor() {
        AttributeValue encoded = form("x".repeat(3 * MB));
        ChunkReference reference =
                LargeValue.of(encoded.b().asByteArray(), 1_767_920_461L).reference();
        ItemCodec codec = Items.codec(0, (data, name, wanted) -> new LargeValues.Found(wanted.toValue(), encoded.b()));
        TrackedSessionData data = codec.decode(
                item(Map.of("a", reference.toValue(), "b", reference.toValue(), "c", reference.toValue())));

        assertThat(data.getAttribute("a")).isEqualTo("x".repeat(3 * MB));
        assertThat(data.getAttribute("b")).isEqualTo("x".repeat(3 * MB));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> data.getAttribute("c"))
                .withMessage("the values of a session take 9437184" + TOO_MUCH);
    }

    @Test
    void aLargeAttributeThatIsLargerThanItsReferenceSaysIsUnreadable() {
        AttributeValue encoded = form("x".repeat(3 * MB));
        ChunkReference honest =
                LargeValue.of(encoded.b().asByteArray(), 1_767_920_461L).reference();
        ChunkReference understated =
                new ChunkReference(honest.chunkId(), honest.size(), 10_000, honest.digest(), honest.expirySeconds());
        ItemCodec codec = Items.codec(0, (data, name, wanted) -> new LargeValues.Found(wanted.toValue(), encoded.b()));
        TrackedSessionData data = codec.decode(item(Map.of("a", understated.toValue())));

        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> data.getAttribute("a"))
                .withMessageContaining("its size is not that of its reference");
    }

    /** Texts of 64 KB, each of which takes some 100 bytes when it is stored. */
    private static Map<String, String> texts(int count) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put("t" + i, "x".repeat(MB / 16));
        }
        return texts;
    }

    private static AttributeValue form(String text) {
        return new AttributeCodec(null, List.of(), 1_024).encode("a", text);
    }

    private static StoredItem item(Map<String, AttributeValue> attributes) {
        return with(CODEC.encode(Items.session(Map.of())).item(), "attributes", AttributeValue.fromM(attributes));
    }

    private static AttributeValue bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }
}
