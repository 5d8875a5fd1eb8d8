package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.binary;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CorruptValuesTest {

    private record Corrupt(AttributeValue stored, String why) {}

    static Stream<Corrupt> corruptValues() {
        String io = "java.io.IOException: ";
        String digits = "java.lang.NumberFormatException: For input string: ";
        return Stream.of(
                new Corrupt(AttributeValue.fromN("1.5"), digits + "\"1.5\""),
                new Corrupt(AttributeValue.fromN("2147483648"), digits + "\"2147483648\""),
                new Corrupt(
                        AttributeValue.fromM(Map.of("long", AttributeValue.fromN("9223372036854775808"))),
                        digits + "\"9223372036854775808\""),
                new Corrupt(
                        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])),
                        io + "binary value without a header byte"),
                new Corrupt(binary(0x40), io + "compressed payload is cut short"),
                new Corrupt(binary(1), io + "empty payload"),
                new Corrupt(binary(1, 1), "java.io.EOFException"),
                new Corrupt(
                        binary(1, 1, 2, 3, 4, 5), "java.io.StreamCorruptedException: invalid stream header: 02030405"),
                new Corrupt(binary(1, 0, 0xAC, 0xED, 0, 5, 0x70), io + "null is no attribute value"));
    }

    static Stream<Corrupt> unsupportedValues() {
        return Stream.of(
                new Corrupt(AttributeValue.fromNul(true), "unknown stored form NUL"),
                new Corrupt(AttributeValue.fromL(List.of()), "unknown stored form L"),
                new Corrupt(AttributeValue.fromSs(List.of("a")), "unknown stored form SS"),
                new Corrupt(AttributeValue.fromNs(List.of("1")), "unknown stored form NS"),
                new Corrupt(AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"))), "unknown stored form BS"),
                new Corrupt(AttributeValue.builder().build(), "unknown stored form UNKNOWN_TO_SDK_VERSION"),
                new Corrupt(AttributeValue.fromM(Map.of()), "unknown stored form, a map of []"),
                new Corrupt(
                        AttributeValue.fromM(Map.of("double", AttributeValue.fromN("1"))),
                        "unknown stored form, a map of [double]"),
                new Corrupt(
                        AttributeValue.fromM(Map.of("long", AttributeValue.fromS("1"))),
                        "unknown stored form, a map of [long]"),
                new Corrupt(binary(0x40, 2, 0, 0, 0, 1, 0), "unknown compression algorithm 2"),
                new Corrupt(binary(0x81, 1), "unknown flags in header byte 0x81"),
                new Corrupt(binary(0xFF, 1), "unknown flags in header byte 0xff"),
                new Corrupt(binary(16, 1), "written by serializer 16, configured is 1"),
                new Corrupt(binary(63), "written by serializer 63, configured is 1"));
    }

    /** A later version or another configuration may read it: it is no reason to end the session. */
    @ParameterizedTest
    @MethodSource("unsupportedValues")
    void whatAnotherNodeMayReadIsUnsupportedAndNamed(Corrupt unsupported) {
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> JAVA.decode("cart", unsupported.stored()))
                .withMessage(unsupported.why());
    }

    @ParameterizedTest
    @MethodSource("corruptValues")
    void corruptValueIsNamedWithTheReason(Corrupt corrupt) {
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> JAVA.decode("cart", corrupt.stored()))
                .withMessage("session attribute 'cart' cannot be read: " + corrupt.why());
    }

    /** Every way to cut a payload short, and every single byte of it changed: an answer, or one of the two exceptions. */
    @Test
    void damageNeverComesOutAsAnotherException() {
        byte[] whole = JAVA.encode("cart", new java.util.HashMap<>(Map.of("pen", List.of(1, 2L, Thread.State.NEW))))
                .b()
                .asByteArray();
        Stream<byte[]> cut = IntStream.range(0, whole.length).mapToObj(length -> Arrays.copyOf(whole, length));
        Stream<byte[]> changed = IntStream.range(0, whole.length * 4).mapToObj(i -> {
            byte[] bytes = whole.clone();
            bytes[i / 4] ^= (byte) (1 << (i % 4 * 2));
            return bytes;
        });
        Stream.concat(cut, changed).forEach(bytes -> {
            try {
                JAVA.decode("cart", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
            } catch (UnreadableAttributeException | UnsupportedFormatException expected) {
                // damage that was noticed
            }
        });
    }

    /** Throws something while it is read. */
    static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1;

        private final Throwable thrown;

        Hostile(Throwable thrown) {
            this.thrown = thrown;
        }

        private Object readResolve() throws Throwable {
            throw thrown;
        }
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new NoClassDefFoundError("com/shop/Gone"),
                new InternalError("damaged"),
                new AssertionError("impossible"),
                new StackOverflowError(),
                new ThreadDeath(),
                new UnknownError(),
                new IllegalStateException("broken"),
                new Exception("checked"),
                new Throwable("neither"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverAClassesOwnMethodThrowsTheValueIsUnreadable(Throwable thrown) {
        AttributeValue stored = Codecs.unchecked(new Hostile(thrown));
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> JAVA.decode("cart", stored))
                .withMessageStartingWith("session attribute 'cart' cannot be read: ");
    }

    @Test
    void aValueForWhichThereIsNoMemoryIsLeftToOtherNodes() {
        AttributeValue stored = Codecs.unchecked(new Hostile(new OutOfMemoryError("Java heap space")));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> JAVA.decode("cart", stored))
                .withMessage("session attribute 'cart' needs more memory than this node has: Java heap space");
    }

    @Test
    void anUnknownClassLoaderMarkIsLeftToNodesThatKnowIt() {
        byte[] stored = JAVA.encode("cart", 1.5).b().asByteArray();
        stored[1] = 2;
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> JAVA.decode("cart", AttributeValue.fromB(SdkBytes.fromByteArray(stored))));
    }
}
