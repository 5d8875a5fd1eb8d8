package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.IDLE_MS;
import static io.github.dynamosessions.internal.item.Items.KEY;
import static io.github.dynamosessions.internal.item.Items.SCHEMA;
import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.TOUCH_MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemMetadataTest {

    private final ItemMetadata metadata = new ItemMetadata(SCHEMA, TOUCH_MS);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 499, 999, 1_000, 1_001})
    void ttlIsWholeSecondsAndNotBeforeTheStoredExpiry(long ms) {
        SessionData data = Items.session(Map.of());
        data.setExpiry(T0 + ms);
        Map<String, AttributeValue> values = metadata.values(KEY, data);
        long ttlSeconds = Long.parseLong(values.get("expires").n());
        long expiryMs = Long.parseLong(values.get("expiry").n());
        assertThat(expiryMs).isEqualTo(T0 + ms + TOUCH_MS);
        assertThat(ttlSeconds * 1_000 - expiryMs).isBetween(0L, 999L);
    }

    @ParameterizedTest
    @CsvSource({"1800000, 60000", "600000, 60000", "300000, 30000", "5000, 500", "9, 0"})
    void storedExpiryCoversTheTouchesThatAreNotWritten(long idleMs, long coveredMs) {
        SessionData data = Items.session(Map.of());
        data.setMaxInactiveMs(idleMs);
        data.setExpiry(T0 + idleMs);
        assertThat(metadata.values(KEY, data).get("expiry").n()).isEqualTo("" + (T0 + idleMs + coveredMs));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aSessionThatNeverExpiresHasNoTtlAndIsNotInTheIndex(long idleMs) {
        SessionData data = Items.CODEC.newSession("x", T0, T0, T0, idleMs);
        assertThat(metadata.values(KEY, data))
                .containsEntry("expiry", AttributeValue.fromN("0"))
                .doesNotContainKeys("expires", "expiryShard", "expiryBucket");
        assertThat(metadata.absent(data)).containsExactlyInAnyOrder("expires", "expiryShard", "expiryBucket");
        assertThat(metadata.absent(Items.session(Map.of()))).isEmpty();
    }

    @Test
    void aSessionThatWasNeverOnANodeHasAnEmptyOne() {
        SessionData data = Items.session(Map.of());
        data.setLastNode(null);
        assertThat(metadata.values(KEY, data)).containsEntry("lastNode", AttributeValue.fromS(""));
    }

    @ParameterizedTest
    @CsvSource({
        // touch interval, idle timeout, ms since the last save, ms since this request began, due?
        "60000, 1800000, 59999, 5, false",
        "60000, 1800000, 60000, 5, true",
        "60000, 300000, 29999, 5, false", // a tenth of the idle timeout
        "60000, 300000, 30000, 5, true",
        "60000, 0, 59999, 5, false", // never expires
        "60000, 0, 60000, 5, true",
        "60000, 5000, 499, 5, false",
        "60000, 5000, 500, 5, true",
        "60000, 5000, 500, 500, false", // saved by this very request, less than a second ago
        "60000, 5000, 999, 2000, false",
        "60000, 5000, 1000, 2000, true",
        "0, 1800000, 1, 0, true",
        "0, 1800000, 999, 999, false",
        "0, 1800000, 1000, 1000, true",
        "60000, 1800000, 30000, 40000, false", // a request that takes long
        "60000, 1800000, 60000, 70000, true",
    })
    void touchIsDue(long touchMs, long idleMs, long sinceSaveMs, long sinceRequestMs, boolean due) {
        long now = T0 + IDLE_MS;
        SessionData data = Items.CODEC.newSession("x", T0, now - sinceRequestMs, T0, idleMs);
        data.setLastSaved(now);
        assertThat(new ItemMetadata(SCHEMA, touchMs).isTouchDue(data, now - sinceSaveMs))
                .isEqualTo(due);
    }
}
