package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.binary;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.TextSerializer;
import io.github.dynamosessions.fixture.TextSerializer.Text;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CustomSerializerTest {

    private final AttributeCodec text = new AttributeCodec(new TextSerializer(), List.of(), Codecs.UNCOMPRESSED);

    @Test
    void writesAndReadsWhatHasNoNativeForm() {
        assertThat(roundTrip(text, new StringBuilder("pen"))).isEqualTo(new Text("pen"));
    }

    @Test
    void itsIdIsTheHeaderByte() {
        assertThat(text.encode("a", new StringBuilder("ab"))).isEqualTo(binary(16, 'a', 'b'));
        AttributeCodec highest = new AttributeCodec(new TextSerializer(63), List.of(), Codecs.UNCOMPRESSED);
        assertThat(highest.encode("a", new StringBuilder())).isEqualTo(binary(63));
        assertThat(roundTrip(highest, new StringBuilder())).isEqualTo(new Text(""));
    }

    @Test
    void ofTheBuiltInOneStringsAloneAreRead() {
        AttributeValue list = JAVA.encode("a", new ArrayList<>(List.of("pen")));
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> text.decode("a", list))
                .withMessageEndingWith("java.util.ArrayList is not among allowedClasses");

        assertThat(roundTrip(text, "half \uD83D")).isEqualTo("half \uD83D");
    }

    @Test
    void whatTheAllowListNamesOfTheBuiltInOneIsReadToo() {
        AttributeCodec moving = new AttributeCodec(
                new TextSerializer(), List.of("java.util.ArrayList", "java.lang.Object"), Codecs.UNCOMPRESSED);
        AttributeValue stored = JAVA.encode("a", new ArrayList<>(List.of("pen")));
        assertThat(moving.decode("a", stored)).isEqualTo(List.of("pen"));
    }

    @Test
    void itsOwnValuesNeedIt() {
        AttributeValue stored = text.encode("cart", new StringBuilder("pen"));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> JAVA.decode("cart", stored))
                .withMessage("written by serializer 16, configured is 1");
    }

    @Test
    void nothingReadIsNoValue() {
        AttributeCodec forgetful = new AttributeCodec(new Forgetful(), List.of(), Codecs.UNCOMPRESSED);
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> roundTrip(forgetful, 1.5))
                .withMessage("session attribute 'a' cannot be read: java.io.IOException: null is no attribute value");
    }

    private static final class Forgetful implements SessionSerializer {
        @Override
        public int id() {
            return TextSerializer.ID;
        }

        @Override
        public byte[] serialize(Object value) {
            return new byte[0];
        }

        @Override
        public Object deserialize(byte[] payload) {
            return null;
        }
    }
}
