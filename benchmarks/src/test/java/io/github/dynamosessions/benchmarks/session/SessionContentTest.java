package io.github.dynamosessions.benchmarks.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionContentTest {

    @ParameterizedTest
    @EnumSource
    void isOfTheSizeThatWasAskedFor(Shape shape) {
        for (int bytes : new int[] {2_000, 6_000, 50_000}) {
            assertThat(size(SessionContent.of(shape, bytes).attributes()))
                    .isCloseTo(bytes, Percentage.withPercentage(15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesToAnotherValueOfTheSameSize(Shape shape) {
        SessionContent content = SessionContent.of(shape, 2_000);

        assertThat(content.changes()).doesNotHaveDuplicates().hasSize(2);
        assertThat(size(Map.of("a", content.changes().get(0))))
                .isEqualTo(size(Map.of("a", content.changes().get(1))));
        assertThat(content.attributes()).containsKey(SessionContent.CHANGED);
    }

    private static int size(Map<String, Object> attributes) {
        return attributes.entrySet().stream()
                .mapToInt(attribute -> attribute.getKey().length()
                        + (attribute.getValue() instanceof Cart cart
                                ? Cart.serializedBytes(cart)
                                : attribute.getValue().toString().length()))
                .sum();
    }
}
