package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.number;
import static io.github.dynamosessions.internal.item.Items.text;
import static io.github.dynamosessions.internal.item.Items.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MalformedItemTest {

    private static final StoredItem GOOD =
            CODEC.encode(Items.session(Map.of("a", 1))).item();

    private static final List<String> NUMBERS = List.of(
            "format",
            "created",
            "accessed",
            "lastAccessed",
            "lastSaved",
            "maxInactive",
            "expiry",
            "version",
            "idVersion",
            "baseVersion");

    private static final List<String> OPTIONAL_NUMBERS = List.of("cookieSet", "authenticated");

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
        Stream<Malformed> optional = OPTIONAL_NUMBERS.stream()
                .flatMap(name -> Stream.of(
                        new Malformed(name, text("1"), "'" + name + "' is no number"),
                        new Malformed(name, number("1.5"), "'" + name + "' is no whole number")));
        Stream<Malformed> others = Stream.of(
                new Malformed("lastNode", null, "'lastNode' is missing"),
                new Malformed("lastNode", number("1"), "'lastNode' is no string"),
                new Malformed("attributes", null, "'attributes' is missing"),
                new Malformed("attributes", text("{}"), "'attributes' is no map"),
                new Malformed("attributes", AttributeValue.fromL(List.of()), "'attributes' is no map"),
                new Malformed("versions", null, "'versions' is missing"),
                new Malformed("versions", text("{}"), "'versions' is no map"),
                new Malformed("sessionId", null, "'sessionId' is missing"));
        return Stream.of(numbers, optional, others).flatMap(same -> same);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedItemIsUnreadableNamingTheField(Malformed malformed) {
        StoredItem item = with(GOOD, malformed.name(), malformed.value());
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> CODEC.decode(item))
                .withMessage(malformed.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "99"})
    void anUnknownFormatIsUnsupportedAndNamed(String format) {
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> CODEC.decode(with(GOOD, "format", number(format))))
                .withMessage("the item is of format " + format + ", this version reads format 1");
    }

    @Test
    void anItemOfAnUnknownFormatIsUnsupportedWhateverElseItHolds() {
        StoredItem later = with(with(with(GOOD, "format", number("2")), "attributes", null), "version", null);
        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> CODEC.decode(later));
    }

    @Test
    void anUnreadableAttributeIsNamed() {
        AttributeValue broken = AttributeValue.fromM(Map.of("cart", number("1.5")));
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> CODEC.decode(with(GOOD, "attributes", broken)))
                .withMessage(
                        "session attribute 'cart' cannot be read: java.lang.NumberFormatException: For input string: \"1.5\"");
    }

    @Test
    void anUnknownReferenceToALargeAttributeIsUnsupported() {
        AttributeValue later = AttributeValue.fromM(Map.of("chunkId", text("x"), "shards", number("3")));
        AttributeValue attributes = AttributeValue.fromM(Map.of("photo", later));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> CODEC.decode(with(GOOD, "attributes", attributes)))
                .withMessageStartingWith("unknown reference to a large attribute, a map of [");
    }

    @Test
    void aReferenceThatIsCutShortIsUnreadable() {
        AttributeValue broken = AttributeValue.fromM(Map.of("chunkId", text("x"), "size", number("1")));
        AttributeValue attributes = AttributeValue.fromM(Map.of("photo", broken));
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> CODEC.decode(with(GOOD, "attributes", attributes)))
                .withMessage("'digest' is missing");
    }

    @Test
    void whatIsForOperatorsOnlyMayBeMissingOrMore() {
        StoredItem item = GOOD;
        for (String name : List.of("context", "vhost", "expires", "expiryShard", "expiryBucket")) {
            item = with(item, name, null);
        }
        item = with(item, "note", text("by hand"));
        assertThat(CODEC.decode(item).getAllAttributes()).containsExactly(Map.entry("a", 1));
    }
}
