package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.IDLE_MS;
import static io.github.dynamosessions.internal.item.Items.KEY;
import static io.github.dynamosessions.internal.item.Items.SCHEMA;
import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.TOUCH_MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemMetadataTest {

    private final ItemMetadata metadata = metadata(new Lifetimes(TOUCH_MS, 0, InstantSource.system()));

    private static ItemMetadata metadata(Lifetimes lifetimes) {
        return new ItemMetadata(SCHEMA, "shop:", lifetimes, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 499, 999, 1_000, 1_001})
    void ttlIsWholeSecondsAndADayAfterTheStoredExpirySoThatTheScavengerComesFirst(long ms) {
        SessionData data = Items.session(Map.of());
        data.setExpiry(T0 + ms);
        Map<String, AttributeValue> values = metadata.times(KEY, data, null);
        long ttlSeconds = Long.parseLong(values.get("expires").n());
        long expiryMs = Long.parseLong(values.get("expiry").n());
        assertThat(expiryMs).isEqualTo(T0 + ms + TOUCH_MS);
        assertThat(ttlSeconds * 1_000 - expiryMs - ItemMetadata.TTL_GRACE_MS).isBetween(0L, 999L);
    }

    @ParameterizedTest
    @CsvSource({"1800000, 60000", "600000, 60000", "300000, 30000", "5000, 500", "9, 0"})
    void storedExpiryCoversTheTouchesThatAreNotWritten(long idleMs, long coveredMs) {
        SessionData data = Items.session(Map.of());
        data.setMaxInactiveMs(idleMs);
        data.setExpiry(T0 + idleMs);
        assertThat(metadata.times(KEY, data, null).get("expiry").n()).isEqualTo("" + (T0 + idleMs + coveredMs));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aSessionThatNeverExpiresHasNoTtlAndIsNotInTheIndex(long idleMs) {
        SessionData data = Items.CODEC.newSession("x", T0, T0, T0, idleMs);
        assertThat(metadata.times(KEY, data, null))
                .containsEntry("expiry", AttributeValue.fromN("0"))
                .doesNotContainKeys("expires", "expiryShard", "expiryBucket");
        assertThat(metadata.absentTimes(data, null))
                .containsExactlyInAnyOrder("expires", "expiryShard", "expiryBucket");
        assertThat(metadata.absentTimes(Items.session(Map.of()), null)).isEmpty();
    }

    @Test
    void aSessionThatWasNeverOnANodeHasAnEmptyOne() {
        SessionData data = Items.session(Map.of());
        data.setLastNode(null);
        assertThat(metadata.times(KEY, data, null)).containsEntry("lastNode", AttributeValue.fromS(""));
    }

    @Test
    void aCookieIsSetWithItsIdAndOnlyALaterRefreshIsStored() {
        TrackedSessionData data = Items.session(Map.of());
        data.setCookieSet(T0);
        assertThat(metadata.times(KEY, data, null)).doesNotContainKey("cookieSet");
        data.rotate(SessionCookie.create(), T0 + 20);
        data.setCookieSet(T0 + 10); // Jetty: when the request began
        assertThat(data.getCookieSet()).isEqualTo(T0 + 20);
        assertThat(metadata.times(KEY, data, null)).doesNotContainKey("cookieSet");
        data.setCookieSet(T0 + 21);
        assertThat(metadata.times(KEY, data, null)).containsEntry("cookieSet", ItemMetadata.number(T0 + 21));
    }

    @ParameterizedTest
    @CsvSource({
        // touch interval, idle timeout, ms since the times were written, ms since this request began, due?
        "60000, 1800000, 60000, 5, false", // the stored expiry covers it
        "60000, 1800000, 60001, 5, true",
        "60000, 300000, 30000, 5, false", // a tenth of the idle timeout
        "60000, 300000, 30001, 5, true",
        "60000, 0, 60004, 5, false", // never expires
        "60000, 0, 60005, 5, true",
        "60000, 5000, 500, 5, false",
        "60000, 5000, 501, 5, true",
        "60000, 5000, 1500, 2000, false", // written by this very request, little more than a touch interval ago
        "60000, 5000, 1501, 2000, true",
        "0, 1800000, 0, 0, false",
        "0, 1800000, 1, 0, true",
        "0, 1800000, 1000, 1000, false",
        "0, 1800000, 1001, 1001, true",
        "60000, 1800000, 61000, 70000, false", // a request that takes long
        "60000, 1800000, 61001, 70000, true",
        "-1, 1800000, 180000, 5, false", // not configured: a tenth of the idle timeout
        "-1, 1800000, 180001, 5, true",
        "-1, 0, 60004, 5, false", // or a minute
        "-1, 0, 60005, 5, true",
    })
    void timesAreDue(long touchMs, long idleMs, long sinceWrittenMs, long sinceRequestMs, boolean due) {
        Lifetimes lifetimes = new Lifetimes(touchMs, 0, InstantSource.system());
        long now = T0 + IDLE_MS;
        SessionData data = Items.CODEC.newSession("x", T0, now - sinceRequestMs, T0, idleMs);
        data.calcAndSetExpiry(now);
        long written = now - sinceWrittenMs;
        long storedExpiry = idleMs == 0 ? 0 : written + idleMs + lifetimes.touchIntervalMs(data);
        StoredItem stored = new StoredItem(Map.of(
                "accessed", ItemMetadata.number(written),
                "expiry", ItemMetadata.number(storedExpiry)));
        assertThat(metadata(lifetimes).areTimesDue(data, stored)).isEqualTo(due);
    }

    @Test
    void lifetimesThatAreNotConfiguredAreATenthOfTheIdleTimeoutAndNone() {
        assertThat(Lifetimes.of(null, null, InstantSource.system()))
                .isEqualTo(new Lifetimes(-1, 0, InstantSource.system()));
        assertThat(Lifetimes.of(Duration.ofSeconds(3), Duration.ofHours(1), InstantSource.system()))
                .isEqualTo(new Lifetimes(3_000, 3_600_000, InstantSource.system()));
    }

    @Test
    void aSessionIsInAShardOfItsPrefix() {
        assertThat(metadata.times(KEY, Items.session(Map.of()), null)
                        .get("expiryShard")
                        .s())
                .startsWith("shop:");
    }

    @Test
    void withoutExpiryEventsASessionIsNotInTheIndexButUnderTheTtl() {
        ItemMetadata unindexed =
                new ItemMetadata(SCHEMA, "shop:", new Lifetimes(TOUCH_MS, 0, InstantSource.system()), false);
        assertThat(unindexed.times(KEY, Items.session(Map.of()), null))
                .containsKey("expires")
                .doesNotContainKeys("expiryShard", "expiryBucket");
    }

    @Test
    void anotherIdleTimeoutCountsFromTheLastAccessOfAnyRequest() {
        TrackedSessionData data = Items.loaded(Map.of());
        long accessedByOtherMs = T0 + 100_000;
        StoredItem known = new StoredItem(Map.of(
                "accessed", ItemMetadata.number(accessedByOtherMs),
                "expiry", ItemMetadata.number(accessedByOtherMs + IDLE_MS),
                "maxInactive", ItemMetadata.number(IDLE_MS)));
        data.setMaxInactiveMs(5_000);
        data.calcAndSetExpiry(T0);

        assertThat(metadata.times(KEY, data, known))
                .containsEntry("expiry", ItemMetadata.number(accessedByOtherMs + 5_500)); // a touch interval is a tenth
    }

    @Test
    void aLifetimeEndsASessionThatIsInUse() {
        Lifetimes anHour = new Lifetimes(TOUCH_MS, 3_600_000, InstantSource.system());
        SessionData data =
                new TrackedSessionData("x", Items.SCOPE, T0, T0, T0, IDLE_MS, anHour, Items.FORMS, Items::noChunks);
        data.calcAndSetExpiry(T0 + 3_500_000);
        assertThat(data.getExpiry()).isEqualTo(T0 + 3_600_000);
        assertThat(data.isExpiredAt(T0 + 3_599_999)).isFalse();
        assertThat(data.isExpiredAt(T0 + 3_600_000)).isTrue();
        assertThat(metadata(anHour).times(KEY, data, null))
                .containsEntry("expiry", AttributeValue.fromN("" + (T0 + 3_600_000)));
    }

    @Test
    void aLifetimeBeginsAnewWithARotation() {
        Lifetimes anHour = new Lifetimes(TOUCH_MS, 3_600_000, InstantSource.system());
        TrackedSessionData data =
                new TrackedSessionData("x", Items.SCOPE, T0, T0, T0, 0, anHour, Items.FORMS, Items::noChunks);
        data.rotate(SessionCookie.create(), T0 + 3_000_000);

        assertThat(data.getExpiry()).isEqualTo(T0 + 6_600_000);
        assertThat(data.isExpiredAt(T0 + 3_600_000)).isFalse();
        assertThat(data.isExpiredAt(T0 + 6_600_000)).isTrue();
        assertThat(metadata(anHour).times(KEY, data, null))
                .containsEntry("expiry", ItemMetadata.number(T0 + 6_600_000));
    }

    @Test
    void aLifetimeEndsASessionWithoutAnIdleTimeout() {
        Lifetimes anHour = new Lifetimes(TOUCH_MS, 3_600_000, InstantSource.system());
        SessionData data =
                new TrackedSessionData("x", Items.SCOPE, T0, T0, T0, 0, anHour, Items.FORMS, Items::noChunks);
        assertThat(data.getExpiry()).isEqualTo(T0 + 3_600_000);
        assertThat(data.isExpiredAt(T0 + 3_600_000)).isTrue();
    }
}
