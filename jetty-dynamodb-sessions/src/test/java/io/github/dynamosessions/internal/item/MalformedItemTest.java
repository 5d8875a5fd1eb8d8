package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.number;
import static io.github.dynamosessions.internal.item.Items.text;
import static io.github.dynamosessions.internal.item.Items.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.item.ItemCodec.UndecodableItemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MalformedItemTest {

    private static final StoredItem GOOD = CODEC.encode(Items.KEY, Items.session(Map.of("a", 1)));

    private static final List<String> NUMBERS =
            List.of("format", "created", "accessed", "lastAccessed", "cookieSet", "lastSaved", "maxInactive", "expiry");

    private record Malformed(String name, AttributeValue value, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Malformed> malformed() {
        Stream<Malformed> numbers = NUMBERS.stream()
                .flatMap(name -> Stream.of(
                        new Malformed(name, null, "'" + name + "' is missing"),
                        new Malformed(name, text("1"), "'" + name + "' is no number"),
                        new Malformed(name, number("1.5"), "'" + name + "' is no whole number"),
                        new Malformed(name, number("9223372036854775808"), "'" + name + "' is no whole number")));
        Stream<Malformed> others = Stream.of(
                new Malformed("lastNode", null, "'lastNode' is missing"),
                new Malformed("lastNode", number("1"), "'lastNode' is no string"),
                new Malformed("attributes", null, "'attributes' is missing"),
                new Malformed("attributes", text("{}"), "'attributes' is no map"),
                new Malformed("attributes", AttributeValue.fromL(List.of()), "'attributes' is no map"));
        return Stream.concat(numbers, others);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedItemIsUndecodableNamingTheField(Malformed malformed) {
        StoredItem item = with(GOOD, malformed.name(), malformed.value());
        assertThatExceptionOfType(UndecodableItemException.class)
                .isThrownBy(() -> CODEC.decode("x", item))
                .withMessage(malformed.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "99"})
    void anUnknownFormatIsAnErrorThatNamesIt(String format) {
        assertThatExceptionOfType(UndecodableItemException.class)
                .isThrownBy(() -> CODEC.decode("x", with(GOOD, "format", number(format))))
                .withMessage("is of format " + format + ", this version reads 1");
    }

    @Test
    void anUndecodableAttributeIsNamed() {
        AttributeValue broken = AttributeValue.fromM(Map.of("cart", AttributeValue.fromNul(true)));
        assertThatExceptionOfType(UndecodableItemException.class)
                .isThrownBy(() -> CODEC.decode("x", with(GOOD, "attributes", broken)))
                .withMessage("session attribute 'cart' cannot be read: java.io.IOException: unknown stored form NUL");
    }

    @Test
    void whatIsForOperatorsOnlyMayBeMissingOrMore() {
        StoredItem item = GOOD;
        for (String name : List.of("context", "vhost", "expires", "expiryShard", "expiryBucket")) {
            item = with(item, name, null);
        }
        item = with(item, "note", text("by hand"));
        assertThat(CODEC.decode("x", item).getAllAttributes()).containsExactly(Map.entry("a", 1));
    }
}
