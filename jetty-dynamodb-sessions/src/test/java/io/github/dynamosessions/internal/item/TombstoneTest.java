package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.KEY;
import static io.github.dynamosessions.internal.item.Items.SCHEMA;
import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.number;
import static io.github.dynamosessions.internal.item.Items.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TombstoneTest {

    private static final long A_DAY_MS = Duration.ofDays(1).toMillis();

    private final Tombstone withTtl = new Tombstone(SCHEMA, "shop:", true);
    private final Tombstone withoutTtl = new Tombstone(SCHEMA, "shop:", false);

    @Test
    void theTtlRemovesItAfterADay() {
        assertThat(withTtl.of(KEY, "token", T0 + 1))
                .containsOnly(
                        Map.entry("ended", text("token")),
                        Map.entry("expires", number("" + ((T0 + A_DAY_MS) / 1_000 + 1))));
    }

    @Test
    void whereThereIsNoTtlItIsInTheIndexOfItsPrefixADayLater() {
        assertThat(withoutTtl.of(KEY, "token", T0))
                .containsOnlyKeys("ended", "expires", "expiryShard", "expiryBucket")
                .containsEntry("expiryShard", text(ExpiryBucket.shard("shop:", KEY)))
                .containsEntry("expiryBucket", number("" + (T0 + A_DAY_MS)));
    }

    @Test
    void itIsDueForTheScavengerADayLaterAndNeverWhereThereIsATtl() {
        StoredItem indexed = new StoredItem(withoutTtl.of(KEY, "token", T0));
        assertThat(Tombstone.isDue(indexed, T0 + A_DAY_MS - 1)).isFalse();
        assertThat(Tombstone.isDue(indexed, T0 + A_DAY_MS)).isTrue();
        assertThat(Tombstone.isDue(new StoredItem(withTtl.of(KEY, "token", T0)), Long.MAX_VALUE - 1))
                .isFalse();
    }

    @Test
    void itIsRecognizedByItsTokenAlone() {
        String token = Tombstone.newToken();
        StoredItem tombstone = new StoredItem(withTtl.of(KEY, token, T0));
        assertThat(tombstone.isLive()).isFalse();
        assertThat(tombstone.isTombstone(token)).isTrue();
        assertThat(tombstone.isTombstone(Tombstone.newToken())).isFalse();
        assertThat(Items.CODEC.encode(Items.session(Map.of())).item().isTombstone(token))
                .isFalse();
    }

    @Test
    void itKeepsOfItsSessionWhatTellsDelayedAttemptsApart() {
        assertThat(ItemSchema.namesWithoutTombstone())
                .doesNotContain("format", "version", "rotation", "ended")
                .contains("verifier", "attributes", "versions", "idVersion", "baseVersion", "expiry", "accessed");
    }
}
