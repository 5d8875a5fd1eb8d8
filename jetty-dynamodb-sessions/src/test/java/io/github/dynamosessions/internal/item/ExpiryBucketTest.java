package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryBucketTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, PT1S",
        "PT1S, PT1S",
        "PT4S, PT1S",
        "PT10S, PT2.5S",
        "PT30M, PT7M30S",
        "PT4H, PT1H",
        "PT24H, PT1H",
        "P3650D, PT1H"
    })
    void stepIsAQuarterOfTheIdleTimeoutFromASecondToAnHour(Duration idle, Duration step) {
        long stepMs = step.toMillis();
        for (long expiryMs = 1_767_225_600_001L; expiryMs < 1_767_225_600_001L + 3 * stepMs; expiryMs += stepMs / 7) {
            long bucketMs = ExpiryBucket.bucketMs(expiryMs, idle.toMillis());
            assertThat(bucketMs % stepMs).isZero();
            assertThat(expiryMs - bucketMs).isBetween(0L, stepMs - 1); // rounded down
        }
    }

    @Test
    void anExpiryOnTheStepIsItsOwnBucket() {
        assertThat(ExpiryBucket.bucketMs(1_767_225_600_000L, Items.IDLE_MS)).isEqualTo(1_767_225_600_000L);
        assertThat(ExpiryBucket.bucketMs(1_767_225_600_000L - 1, Items.IDLE_MS)).isEqualTo(1_767_225_150_000L);
    }

    @Test
    void sessionsSpreadOverAllShards() {
        Set<String> used = IntStream.range(0, 1_000)
                .mapToObj(i -> ExpiryBucket.shard("shop:", "/shop|0.0.0.0|node0" + i))
                .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(ItemSchema.expiryShards("shop:"))
                .allMatch(shard -> shard.startsWith("shop:"));
    }

    @Test
    void aKeyWithANegativeHashHasAShard() {
        String key = "polygenelubricants";
        assertThat(key.hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(ItemSchema.expiryShards("")).contains(ExpiryBucket.shard("", key));
    }
}
