package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.TextSerializer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

class NativeValuesTest {

    static Stream<Object> nativeValues() {
        return Stream.of(
                "",
                " ",
                "text",
                "line\nbreak \u0000 \u0007",
                "ü 漢字 😀 e\u0301 \u200F",
                "x".repeat(300_000),
                true,
                false,
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                1L,
                (long) Integer.MIN_VALUE,
                Integer.MAX_VALUE + 1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                new byte[0],
                new byte[] {0},
                new byte[] {1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE});
    }

    @ParameterizedTest
    @MethodSource("nativeValues")
    void valueComesBackWithItsExactClass(Object value) {
        Object back = roundTrip(value);
        assertThat(back).isEqualTo(value);
        assertThat(back.getClass()).isEqualTo(value.getClass());
    }

    @ParameterizedTest
    @MethodSource("nativeValues")
    void noSerializerIsAskedForIt(Object value) {
        AttributeValue stored =
                new AttributeCodec(new TextSerializer(), List.of(), Codecs.UNCOMPRESSED).encode("a", value);
        assertThat(stored).isEqualTo(JAVA.encode("a", value));
    }

    @Test
    void operatorsReadIt() {
        assertThat(JAVA.encode("a", "text")).isEqualTo(AttributeValue.fromS("text"));
        assertThat(JAVA.encode("a", true)).isEqualTo(AttributeValue.fromBool(true));
        assertThat(JAVA.encode("a", -7)).isEqualTo(AttributeValue.fromN("-7"));
        assertThat(JAVA.encode("a", 7L).m()).containsOnly(java.util.Map.entry("long", AttributeValue.fromN("7")));
        assertThat(JAVA.encode("a", new byte[] {5, 6})).isEqualTo(Codecs.binary(0, 5, 6));
    }

    @Test
    void aByteArrayIsCopied() {
        byte[] value = {1, 2, 3};
        AttributeValue stored = JAVA.encode("a", value);
        value[0] = 9;
        byte[] back = (byte[]) JAVA.decode("a", stored);
        back[1] = 9;
        assertThat((byte[]) JAVA.decode("a", stored)).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("stringsThatAreNoUnicode")
    void aStringThatIsNoValidUnicodeIsNoNativeValue(String value) {
        assertThat(JAVA.encode("a", value).type()).isEqualTo(Type.B);
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    /** A String that a web application cut in the middle of a character. */
    static Stream<String> stringsThatAreNoUnicode() {
        return Stream.of("\uD83D", "cut \uD83D", "\uDE00 cut", "\uDE00\uD83D");
    }
}
