package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemChangeStepsTest {

    private static final Map<String, AttributeValue> TIMES = Map.of("accessed", AttributeValue.fromN("1"));

    @Test
    void whatFitsOneExpressionStaysWhole() {
        ItemChange change = change(75, 75);
        assertThat(change.steps()).containsExactly(change);
        assertThat(ItemChange.NONE.steps()).containsExactly(ItemChange.NONE);
    }

    @Test
    void whatDoesNotFitIsDividedAndNothingIsLostOrDoubled() {
        ItemChange change = change(500, 511);
        List<ItemChange> steps = change.steps();
        Map<String, AttributeValue> set = new HashMap<>();
        Set<String> removed = new HashSet<>();
        int operations = 0;
        for (ItemChange step : steps) {
            assertThat(step.attributes().size() + step.removedAttributes().size())
                    .isBetween(1, 150);
            assertThat(step.metadata()).isEqualTo(TIMES);
            assertThat(step.absentMetadata()).containsExactly("expires");
            set.putAll(step.attributes());
            removed.addAll(step.removedAttributes());
            operations += step.attributes().size() + step.removedAttributes().size();
        }
        assertThat(steps).hasSize(7);
        assertThat(operations).isEqualTo(1_011);
        assertThat(set).isEqualTo(change.attributes());
        assertThat(removed).isEqualTo(change.removedAttributes());
    }

    private static ItemChange change(int toSet, int toRemove) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        Set<String> removed = new HashSet<>();
        for (int i = 0; i < toSet; i++) {
            attributes.put("set" + i, AttributeValue.fromN("" + i));
        }
        for (int i = 0; i < toRemove; i++) {
            removed.add("removed" + i);
        }
        return new ItemChange(
                TIMES, Set.of("expires"), attributes, removed, PartWrites.NONE, ItemChange.TimesHold.ANYWAY);
    }
}
