package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.number;
import static io.github.dynamosessions.internal.item.Items.text;
import static io.github.dynamosessions.internal.item.Items.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import java.util.HashMap;
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

    private static final List<String> NUMBERS =
            List.of("format", "created", "accessed", "lastAccessed", "maxInactive", "expiry", "version", "idVersion");

    private static final List<String> OPTIONAL_NUMBERS = List.of("cookieSet", "authenticated", "baseVersion");

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
                        new Malformed(name, number("9223372036854775808"), "'" + name + "' is no whole number"),
                        new Malformed(name, number("1E+125"), "'" + name + "' is no whole number")));
        Stream<Malformed> huge = Stream.concat(NUMBERS.stream(), OPTIONAL_NUMBERS.stream())
                .filter(name -> !name.equals("format"))
                .flatMap(name -> Stream.of("9223372036854775807", "-9223372036854775808")
                        .map(value -> new Malformed(name, number(value), "'" + name + "' is out of range")));
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
                new Malformed("versions", map("a", number("-1")), "'versions' is out of range"),
                new Malformed("versions", map("a", text("1")), "'versions' is no number"),
                new Malformed("sessionId", null, "'sessionId' is missing"));
        return Stream.of(numbers, optional, huge, others).flatMap(same -> same);
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

    private static final ChunkReference REFERENCE =
            LargeValue.of(new byte[20_000], 1_767_920_461L).reference();

    static Stream<Malformed> malformedReferences() {
        Map<String, AttributeValue> good = REFERENCE.toValue().m();
        Stream<Malformed> missing = good.keySet().stream()
                .filter(name -> !name.equals("chunkId"))
                .map(name -> new Malformed(name, null, "'" + name + "' is missing"));
        return Stream.concat(
                missing,
                Stream.of(
                        new Malformed("chunkId", number("1"), "'chunkId' is no string"),
                        new Malformed("chunkId", text("x|0"), "'chunkId' is no UUID"),
                        new Malformed("chunkId", text("other:chunk|" + REFERENCE.chunkId()), "'chunkId' is no UUID"),
                        new Malformed("digest", text("x"), "'digest' is no binary value"),
                        new Malformed("size", number("0"), "'size' is out of range"),
                        new Malformed("size", number("20001"), "'size' is out of range"),
                        new Malformed("size", number("7900000000"), "'size' is out of range"),
                        new Malformed("plainSize", number("19999"), "'size' is out of range"),
                        new Malformed("plainSize", number("2147483648"), "'plainSize' is out of range"),
                        new Malformed("chunksExpire", number("9223372036854775807"), "'chunksExpire' is out of range"),
                        new Malformed("chunksExpire", text("x"), "'chunksExpire' is no number")));
    }

    @ParameterizedTest
    @MethodSource("malformedReferences")
    void aMalformedReferenceIsUnreadableNamingTheField(Malformed malformed) {
        Map<String, AttributeValue> reference =
                new HashMap<>(REFERENCE.toValue().m());
        reference.remove(malformed.name());
        if (malformed.value() != null) {
            reference.put(malformed.name(), malformed.value());
        }
        StoredItem item = with(GOOD, "attributes", map("photo", AttributeValue.fromM(reference)));
        assertThatExceptionOfType(UnreadableItemException.class)
                .isThrownBy(() -> CODEC.decode(item))
                .withMessage(malformed.message());
        assertThat(CODEC.isCorrupt(item)).isTrue();
    }

    @Test
    void howManyChunksThereAreIsNoBusinessOfTheReference() {
        assertThat(REFERENCE.toValue().m()).containsOnlyKeys("chunkId", "size", "plainSize", "digest", "chunksExpire");
    }

    private static AttributeValue map(String name, AttributeValue value) {
        return AttributeValue.fromM(Map.of(name, value));
    }

    @Test
    void whatIsForDynamoDbOnlyMayBeMissingAndMoreMayBeThere() {
        StoredItem item = GOOD;
        for (String name : List.of("expires", "expiryShard", "expiryBucket")) {
            item = with(item, name, null);
        }
        item = with(item, "note", text("by hand"));
        assertThat(CODEC.decode(item).getAllAttributes()).containsExactly(Map.entry("a", 1));
    }
}
