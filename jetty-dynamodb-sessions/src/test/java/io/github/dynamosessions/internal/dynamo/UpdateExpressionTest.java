package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.PartWrites;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UpdateExpressionTest {

    private static final AttributeValue ONE = AttributeValue.fromN("1");
    private static final AttributeValue TWO = AttributeValue.fromN("2");

    @Test
    void attributesAreSetAndRemovedInsideOfTheMap() {
        UpdateExpression update = UpdateExpression.of(new ItemChange(
                Map.of("accessed", ONE),
                Set.of("expires"),
                Map.of("a.b", TWO),
                Set.of("#m"),
                PartWrites.NONE,
                ItemChange.TimesHold.ANYWAY));
        assertThat(update.text()).isEqualTo("SET #0 = :0, #m.#3 = :1 REMOVE #1, #m.#4");
        assertThat(update.names())
                .containsOnly(
                        Map.entry("#0", "accessed"),
                        Map.entry("#1", "expires"),
                        Map.entry("#m", "attributes"),
                        Map.entry("#3", "a.b"),
                        Map.entry("#4", "#m"));
        assertThat(update.values()).containsOnly(Map.entry(":0", ONE), Map.entry(":1", TWO));
    }

    /** DynamoDB refuses a placeholder that is not used. */
    @Test
    void aTouchDoesNotNameTheMap() {
        UpdateExpression update = UpdateExpression.of(new ItemChange(
                Map.of("accessed", ONE), Set.of(), Map.of(), Set.of(), PartWrites.NONE, ItemChange.TimesHold.ANYWAY));
        assertThat(update.text()).isEqualTo("SET #0 = :0");
        assertThat(update.names()).containsOnly(Map.entry("#0", "accessed"));
    }

    @Test
    void theConditionsNameGetsAPlaceholderOfItsOwn() {
        UpdateExpression update = UpdateExpression.of(new ItemChange(
                Map.of("accessed", ONE),
                Set.of(),
                Map.of("a", TWO),
                Set.of(),
                PartWrites.NONE,
                ItemChange.TimesHold.ANYWAY));
        assertThat(update.names()).doesNotContainKey("#3");
        assertThat(update.name("sessionId")).isEqualTo("#3");
        assertThat(update.names()).hasSize(4).containsEntry("#3", "sessionId");
    }
}
