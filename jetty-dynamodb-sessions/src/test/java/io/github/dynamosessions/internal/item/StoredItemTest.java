package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.changes;
import static io.github.dynamosessions.internal.item.Items.loaded;
import static io.github.dynamosessions.internal.item.Items.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StoredItemTest {

    @Test
    void aNewItemHasItsNumbersAtOneAndNoBaseVersion() {
        StoredItem item = CODEC.encode(Items.session(Map.of("a", 1))).item();
        assertThat(item.version()).isOne();
        assertThat(item.idVersion()).isOne();
        assertThat(item.baseVersion()).isNull();
        assertThat(item.version("a")).isNull();
        assertThat(item.isLive()).isTrue();
    }

    @Test
    void anItemInPlaceOfATombstoneHasItsNumbersAboveThatOnes() {
        StoredItem item = CODEC.encode(Items.session(Map.of("a", 1))).item().above(41);
        assertThat(item.version()).isEqualTo(42);
        assertThat(item.idVersion()).isEqualTo(42);
        assertThat(item.baseVersion()).isEqualTo(42);
        assertThat(item.attributes()).containsKey("a");
    }

    @Test
    void afterAWriteTheVersionIsTheNextAndThatOfTheAttributesToo() {
        TrackedSessionData data = loaded(Map.of("a", 1, "b", 2, "c", 3));
        data.setAttribute("a", 10);
        data.setAttribute("b", null);
        data.setAttribute("d", 4);

        StoredItem after = data.stored().after(changes(data));

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.idVersion()).isOne();
        assertThat(after.baseVersion()).isNull();
        assertThat(after.version("a")).isEqualTo(2);
        assertThat(after.version("b")).as("removed").isEqualTo(2);
        assertThat(after.version("c")).isNull();
        assertThat(after.version("d")).isEqualTo(2);
        assertThat(after.attributes()).isEqualTo(Map.of("a", number("10"), "c", number("3"), "d", number("4")));
    }

    @Test
    void afterATouchNoAttributeHasANewVersion() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setAccessed(T0 + 60_001);
        data.calcAndSetExpiry(T0 + 60_001);

        StoredItem after = data.stored().after(changes(data));

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.version("a")).isNull();
        assertThat(after.number("accessed")).isEqualTo(T0 + 60_001);
    }

    @Test
    void afterARotationItsVersionIsThatOfTheId() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        SessionCookie next = Items.COOKIE.rotated();
        data.rotate(next, T0 + 5);

        StoredItem after = data.stored().after(changes(data));

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.idVersion()).isEqualTo(2);
        assertThat(next.opens(after)).isTrue();
        assertThat(Items.COOKIE.opens(after)).isFalse();
        assertThat(after.number("authenticated")).isEqualTo(T0 + 5);
    }

    @Test
    void versionsOfSixteenAttributesAreKeptAndTheNextWriteDropsThemAll() {
        TrackedSessionData data = loaded(Map.of());
        IntStream.range(0, 16).forEach(i -> save(data, "a" + i));
        StoredItem sixteen = data.stored();
        assertThat(sixteen.versions()).isEqualTo(16);
        assertThat(sixteen.baseVersion()).isNull();

        save(data, "b");

        StoredItem after = data.stored();
        assertThat(after.versions()).isZero();
        assertThat(after.baseVersion()).isEqualTo(after.version()).isEqualTo(18);
        assertThat(after.version("a0")).isNull();
        assertThat(after.attributes()).hasSize(17);
    }

    @Test
    void aTouchDropsNoVersions() {
        TrackedSessionData data = loaded(Map.of());
        IntStream.range(0, 16).forEach(i -> save(data, "a" + i));
        data.setAccessed(T0 + 60_001);
        data.calcAndSetExpiry(T0 + 60_001);
        assertThat(changes(data).dropsVersions()).isFalse();
        assertThat(data.stored().after(changes(data)).versions()).isEqualTo(16);
    }

    @Test
    void anItemIsNotChangedFromOutside() {
        Map<String, AttributeValue> values = new HashMap<>(Map.of("version", number("1")));
        StoredItem item = new StoredItem(values);
        values.put("version", number("2"));
        assertThat(item.version()).isOne();
    }

    private static void save(TrackedSessionData data, String name) {
        data.setAttribute(name, 1);
        data.setSaved(changes(data));
    }
}
