package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

class CompressedValuesTest {

    private static final int ABOVE = 100;
    private static final AttributeCodec OFF = codec(Compression.MAX_PLAIN_BYTES, new DeflateCompressor());

    /** The same for each algorithm: its codec writes with it. */
    private record Algorithm(String name, int id, AttributeCodec codec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Algorithm> algorithms() {
        return Stream.of(
                new Algorithm("deflate", 0, codec(ABOVE, new DeflateCompressor())),
                new Algorithm("zstd", 1, codec(ABOVE, ZstdCompressor.load())));
    }

    @Test
    void zstdIsUsedWhereItIsOnTheClassPath() {
        AttributeCodec users = new AttributeCodec(null, List.of(), ABOVE);
        AttributeCodec zstd = codec(ABOVE, ZstdCompressor.load());
        String text = "pen ".repeat(ABOVE);

        assertThat(users.encode("text", text)).isEqualTo(zstd.encode("text", text));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aLongTextIsStoredInFewerBytes(Algorithm algorithm) {
        String text = "Grüße, 漢字, 😀. ".repeat(20);
        byte[] stored = algorithm.codec().encode("a", text).b().asByteArray();
        assertThat(stored).startsWith(0x42, algorithm.id()).hasSizeLessThan(100);
        assertThat(roundTrip(algorithm.codec(), text)).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aLongByteArrayIsStoredInFewerBytes(Algorithm algorithm) {
        byte[] bytes = new byte[10_000];
        byte[] stored = algorithm.codec().encode("a", bytes).b().asByteArray();
        assertThat(stored).startsWith(0x40, algorithm.id(), 0, 0, 0x27, 0x10).hasSizeLessThan(100);
        assertThat((byte[]) roundTrip(algorithm.codec(), bytes)).containsExactly(bytes);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aSerializedValueIsStoredInFewerBytes(Algorithm algorithm) {
        List<String> list = new ArrayList<>(Collections.nCopies(500, "pen"));
        byte[] stored = algorithm.codec().encode("a", list).b().asByteArray();
        assertThat(stored).startsWith(0x41, algorithm.id()).hasSizeLessThan(400);
        assertThat(roundTrip(algorithm.codec(), list)).isEqualTo(list);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void whatDoesNotGetSmallerIsStoredAsItIs(Algorithm algorithm) {
        byte[] random = random(5_000);
        assertThat(algorithm.codec().encode("a", random)).isEqualTo(OFF.encode("a", random));
        for (int length = ABOVE - 2; length < ABOVE + 40; length++) {
            String text = digits(length);
            AttributeValue stored = algorithm.codec().encode("a", text);
            assertThat(stored.type() == Type.S || stored.b().asByteArray().length < length)
                    .as("%s digits: %s", length, stored)
                    .isTrue();
            assertThat(algorithm.codec().decode("a", stored)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void theSizeThatCountsIsThatOfThePlainPayload(Algorithm algorithm) {
        assertThat(algorithm.codec().encode("a", "x".repeat(100)).type()).isEqualTo(Type.S);
        assertThat(algorithm.codec().encode("a", "x".repeat(101)).type()).isEqualTo(Type.B);
        assertThat(algorithm.codec().encode("a", "ü".repeat(50)).type()).isEqualTo(Type.S);
        assertThat(algorithm.codec().encode("a", "ü".repeat(51)).type()).isEqualTo(Type.B);
        assertThat(algorithm.codec().encode("a", "€".repeat(33)).type()).isEqualTo(Type.S);
        assertThat(algorithm.codec().encode("a", "€".repeat(34)).type()).isEqualTo(Type.B);
        assertThat(algorithm.codec().encode("a", new byte[100]).b().asByteArray())
                .hasSize(101);
        assertThat(algorithm.codec().encode("a", new byte[101]).b().asByteArray())
                .hasSizeLessThan(50);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void equalValuesHaveEqualStoredForms(Algorithm algorithm) {
        List<String> list = new ArrayList<>(Collections.nCopies(500, "pen"));
        assertThat(algorithm.codec().encode("a", list))
                .isEqualTo(algorithm.codec().encode("a", new ArrayList<>(list)));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void whatIsCompressedIsReadWhateverIsConfigured(Algorithm algorithm) {
        AttributeValue stored = algorithm.codec().encode("a", "x".repeat(500));
        AttributeCodec other = codec(Compression.MAX_PLAIN_BYTES, new DeflateCompressor(), ZstdCompressor.load());
        assertThat(other.decode("a", stored)).isEqualTo("x".repeat(500));
    }

    private static AttributeCodec codec(long above, Compressor... compressors) {
        return Codecs.with(new Compression(above, List.of(compressors)));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static String digits(int length) {
        StringBuilder digits = new StringBuilder();
        new Random(length).ints(length, 0, 10).forEach(digits::append);
        return digits.toString();
    }
}
