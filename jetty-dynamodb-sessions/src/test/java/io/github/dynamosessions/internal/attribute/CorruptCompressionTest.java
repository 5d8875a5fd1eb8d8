package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.binary;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.MissingLibraryException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UndecodableAttributeException;
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
    void aPayloadThatComesToLessOrMoreThanItClaimsIsUndecodable(Compressor compressor) {
        for (int claimed : new int[] {0, 1, PLAIN - 1, PLAIN + 1, 2 * PLAIN}) {
            byte[] stored = stored(compressor);
            stored[4] = (byte) (claimed >> 8);
            stored[5] = (byte) claimed;
            assertUndecodable(stored, "compressed payload ");
        }
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void aBombIsNotUnpacked(Compressor compressor) {
        byte[] stored = stored(compressor);
        stored[2] = 4;
        stored[5]++;
        assertUndecodable(stored, "compressed payload claims 67109865 bytes, at most 67108864 are allowed");
        stored[2] = -1;
        assertUndecodable(stored, "compressed payload claims 4278191081 bytes, at most 67108864 are allowed");
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void whatFollowsTheCompressedBytesIsNotIgnored(Compressor compressor) {
        byte[] stored = stored(compressor);
        byte[] longer = Arrays.copyOf(stored, stored.length + 1);
        assertUndecodable(longer, "compressed payload is malformed");
    }

    /** Every way to cut a payload short, and every single byte of it changed: an answer, or the one exception. */
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
            } catch (UndecodableAttributeException expected) {
                // damage that was noticed
            }
        });
    }

    @Test
    void anUnknownAlgorithmIsUndecodable() {
        assertUndecodable(binary(0x40, 2, 0, 0, 0, 1, 0).b().asByteArray(), "unknown compression algorithm 2");
        assertUndecodable(binary(0x40).b().asByteArray(), "compressed payload is cut short");
    }

    @Test
    void aTextThatIsNoUtf8IsUndecodable() {
        assertUndecodable(binary(2, 0xFF).b().asByteArray(), "MalformedInputException");
    }

    /** A rolling deploy that adds the library must not cost the sessions that meet both kinds of nodes. */
    @Test
    void whatOnlyAnotherNodeCanReadIsNoUndecodableValue() {
        AttributeCodec withoutZstd =
                new AttributeCodec(null, List.of(), new Compression(100, List.of(new DeflateCompressor())));
        AttributeValue stored = AttributeValue.fromB(SdkBytes.fromByteArray(stored(ZstdCompressor.load())));
        assertThatExceptionOfType(MissingLibraryException.class)
                .isThrownBy(() -> withoutZstd.decode("cart", stored))
                .withMessage("a session attribute is compressed with zstd, which takes com.github.luben:zstd-jni on the"
                        + " class path");
    }

    private static byte[] stored(Compressor compressor) {
        AttributeCodec codec = new AttributeCodec(null, List.of(), new Compression(100, List.of(compressor)));
        return codec.encode("cart", "pen ".repeat(PLAIN / 4)).b().asByteArray();
    }

    private static void assertUndecodable(byte[] stored, String why) {
        assertThatExceptionOfType(UndecodableAttributeException.class)
                .isThrownBy(() -> JAVA.decode("cart", AttributeValue.fromB(SdkBytes.fromByteArray(stored))))
                .withMessageContaining(why);
    }
}
