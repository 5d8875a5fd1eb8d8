package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.changes;
import static io.github.dynamosessions.internal.item.Items.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemChangesTest {

    @Test
    void onlyTheChangedAttributeIsWritten() {
        TrackedSessionData data = loaded(Map.of("a", 1, "b", 2, "c", 3));
        data.setAttribute("b", 20);
        ItemChange change = changes(data);
        assertThat(change.attributes()).containsOnly(Map.entry("b", AttributeValue.fromN("20")));
        assertThat(change.removedAttributes()).isEmpty();
    }

    @Test
    void withAChangeWhileTheStoredTimesAreRecentGoesOnlyWhoWroteIt() {
        TrackedSessionData data = loaded(Map.of());
        data.setAttribute("a", 1);
        assertThat(changes(data).metadata()).containsOnlyKeys("lastNode");
    }

    @Test
    void dueTimesGoWithAChangeButNotWhatNeverChanges() {
        TrackedSessionData data = loaded(Map.of());
        data.setAttribute("a", 1);
        data.setAccessed(T0 + 60_001);
        data.calcAndSetExpiry(T0 + 60_001);
        assertThat(changes(data).metadata())
                .containsOnlyKeys(
                        "accessed",
                        "lastAccessed",
                        "maxInactive",
                        "lastNode",
                        "expiry",
                        "expires",
                        "expiryShard",
                        "expiryBucket");
        assertThat(changes(data).writesTimes()).isTrue();
        assertThat(changes(data).changesTimeout()).isFalse();
    }

    @Test
    void theSameValueAgainIsNothing() {
        TrackedSessionData data = loaded(Map.of("text", "x", "list", new ArrayList<>(List.of("pen"))));
        data.setAttribute("text", new StringBuilder("x").toString());
        data.setAttribute("list", new ArrayList<>(List.of("pen")));
        assertThat(changes(data).isEmpty()).isTrue();
    }

    @Test
    void theSameNumberAsAnotherClassIsAChange() {
        TrackedSessionData data = loaded(Map.of("count", 1));
        data.setAttribute("count", 1L);
        assertThat(changes(data).attributes()).containsOnlyKeys("count");
    }

    @Test
    void aRemovedAttributeIsRemoved() {
        TrackedSessionData data = loaded(Map.of("a", 1, "b", 2));
        data.setAttribute("a", null);
        ItemChange change = changes(data);
        assertThat(change.attributes()).isEmpty();
        assertThat(change.removedAttributes()).containsExactly("a");
        assertThat(change.isEmpty()).isFalse();
    }

    @Test
    void anAttributeThatCameAndWentIsNothing() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setAttribute("flash", "hello");
        data.setAttribute("flash", null);
        assertThat(changes(data).isEmpty()).isTrue();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aValueChangedInPlaceAndSetAgainIsWritten() {
        TrackedSessionData data = loaded(Map.of("cart", new ArrayList<>(List.of("pen"))));
        List<String> cart = (List<String>) data.getAttribute("cart");
        cart.add("ink");
        data.setAttribute("cart", cart);
        assertThat(changes(data).attributes()).containsOnlyKeys("cart");
    }

    /** As after a new id or idle timeout. A set serializes differently once it has been read. */
    @Test
    void dirtyWithoutANameWritesNoValueThatWasNotSet() {
        TrackedSessionData data = loaded(Map.of("roles", new HashSet<>(List.of("reader", "writer")), "a", 1));
        data.setAttribute("a", 2);
        data.setDirty(true);
        assertThat(changes(data).attributes()).containsOnlyKeys("a");
    }

    @Test
    void dirtyWithoutADifferenceIsNothing() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setDirty(true);
        assertThat(changes(data).isEmpty()).isTrue();
    }

    @Test
    void aNewIdleTimeoutIsWrittenAlone() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setMaxInactiveMs(60_000);
        data.setDirty(true);
        ItemChange change = changes(data);
        assertThat(change.metadata()).containsEntry("maxInactive", AttributeValue.fromN("60000"));
        assertThat(change.changesTimeout()).isTrue();
        assertThat(change.attributes()).isEmpty();
        assertThat(change.removedAttributes()).isEmpty();
    }

    @Test
    void aTouchIsWrittenAloneOnceItIsDue() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setAccessed(T0 + 60_000);
        data.calcAndSetExpiry(T0 + 60_000);
        assertThat(changes(data).isEmpty()).isTrue();
        data.setAccessed(T0 + 60_001);
        data.calcAndSetExpiry(T0 + 60_001);
        ItemChange touch = changes(data);
        assertThat(touch.metadata()).containsEntry("accessed", AttributeValue.fromN("" + (T0 + 60_001)));
        assertThat(touch.attributes()).isEmpty();
    }

    @Test
    void whatWasWrittenIsNotWrittenAgain() {
        TrackedSessionData data = loaded(Map.of("a", 1, "b", 2));
        data.setAttribute("a", 10);
        data.setAttribute("b", null);
        data.setSaved(changes(data));
        data.clean();
        data.setAttribute("a", 10);
        data.setAttribute("b", null);
        assertThat(changes(data).isEmpty()).isTrue();
        data.setAttribute("a", 1);
        assertThat(changes(data).attributes()).containsOnlyKeys("a");
    }

    @Test
    void whatWasRemovedAndComesBackIsWrittenThoughItIsTheSameValue() {
        TrackedSessionData data = loaded(Map.of("user", "ann"));
        data.setAttribute("user", null);
        data.setSaved(changes(data));
        data.clean();
        data.setAttribute("user", "ann");
        assertThat(changes(data).attributes()).containsOnlyKeys("user");
    }

    @Test
    @SuppressWarnings("unchecked")
    void aValueChangedInPlaceIsNotWrittenUnlessItIsSetAgain() {
        TrackedSessionData data = loaded(Map.of());
        data.setAttribute("cart", new ArrayList<>(List.of("pen")));
        data.setSaved(changes(data));
        data.clean();
        ((List<String>) data.getAttribute("cart")).add("ink");
        data.setAttribute("a", 1);
        assertThat(changes(data).attributes()).containsOnlyKeys("a");
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenTheNextTime() {
        TrackedSessionData data = loaded(Map.of("a", 1));
        data.setAttribute("b", 2);
        changes(data); // the call to DynamoDB failed, so it is not marked as saved
        data.setAttribute("c", 3);
        assertThat(changes(data).attributes()).containsOnlyKeys("b", "c");
    }

    @Test
    void aNewSessionKnowsWhatItsFirstItemHeld() {
        TrackedSessionData data = Items.session(Map.of("a", 1));
        data.setCreated(CODEC.encode(data).item());
        data.clean();
        data.setAttribute("a", 1);
        data.setAttribute("b", 2);
        assertThat(changes(data).attributes()).containsOnlyKeys("b");
    }

    @Test
    void aSessionThatExpiresNoMoreLosesItsTtl() {
        TrackedSessionData data = loaded(Map.of());
        data.setMaxInactiveMs(0);
        data.calcAndSetExpiry(T0);
        data.setDirty(true);
        assertThat(changes(data).absentMetadata()).containsExactlyInAnyOrder("expires", "expiryShard", "expiryBucket");
    }
}
