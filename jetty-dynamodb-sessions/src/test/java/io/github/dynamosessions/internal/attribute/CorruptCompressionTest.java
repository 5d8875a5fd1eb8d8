package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.binary;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CorruptCompressionTest {

    private static final int PLAIN = 1_000;

    static Stream<Compressor> compressors() {
        return Stream.of(new DeflateCompressor(), ZstdCompressor.load());
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void aPayloadThatComesToLessOrMoreThanItClaimsIsUnreadable(Compressor compressor) {
        for (int claimed : new int[] {0, 1, PLAIN - 1, PLAIN + 1, 2 * PLAIN}) {
            byte[] stored = stored(compressor);
            stored[4] = (byte) (claimed >> 8);
            stored[5] = (byte) claimed;
            assertUnreadable(stored, "compressed payload ");
        }
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void aBombIsNotUnpacked(Compressor compressor) {
        byte[] stored = stored(compressor);
        stored[2] = 4;
        stored[5]++;
        assertUnreadable(stored, "compressed payload claims 67109865 bytes, at most 67108864 are allowed");
        stored[2] = -1;
        assertUnreadable(stored, "compressed payload claims 4278191081 bytes, at most 67108864 are allowed");
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void whatFollowsTheCompressedBytesIsNotIgnored(Compressor compressor) {
        byte[] stored = stored(compressor);
        byte[] longer = Arrays.copyOf(stored, stored.length + 1);
        assertUnreadable(longer, "compressed payload is malformed");
    }

    /** Every way to cut a payload short, and every single byte of it changed: an answer, or one of the two exceptions. */
    @ParameterizedTest
    @MethodSource("compressors")
    void damageNeverComesOutAsAnotherException(Compressor compressor) {
        byte[] whole = stored(compressor);
        Stream<byte[]> cut = IntStream.range(1, whole.length).mapToObj(length -> Arrays.copyOf(whole, length));
        Stream<byte[]> changed = IntStream.range(0, whole.length * 8).mapToObj(i -> {
            byte[] bytes = whole.clone();
            bytes[i / 8] ^= (byte) (1 << i % 8);
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

    @Test
    void anAlgorithmThatIsCutOffIsUnreadable() {
        assertUnreadable(binary(0x40).b().asByteArray(), "compressed payload is cut short");
    }

    @Test
    void aTextThatIsNoUtf8IsUnreadable() {
        assertUnreadable(binary(2, 0xFF).b().asByteArray(), "MalformedInputException");
    }

    /** A rolling deploy that adds the library must not cost the sessions that meet both kinds of nodes. */
    @Test
    void whatOnlyAnotherNodeCanReadIsUnsupportedAndNotUnreadable() {
        AttributeCodec withoutZstd = Codecs.with(new Compression(100, List.of(new DeflateCompressor())));
        AttributeValue stored = AttributeValue.fromB(SdkBytes.fromByteArray(stored(ZstdCompressor.load())));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> withoutZstd.decode("cart", stored))
                .withMessage("a session attribute is compressed with zstd, which needs com.github.luben:zstd-jni on the"
                        + " class path");
    }

    private static byte[] stored(Compressor compressor) {
        AttributeCodec codec = Codecs.with(new Compression(100, List.of(compressor)));
        return codec.encode("cart", "pen ".repeat(PLAIN / 4)).b().asByteArray();
    }

    private static void assertUnreadable(byte[] stored, String why) {
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> JAVA.decode("cart", AttributeValue.fromB(SdkBytes.fromByteArray(stored))))
                .withMessageContaining(why);
    }
}
