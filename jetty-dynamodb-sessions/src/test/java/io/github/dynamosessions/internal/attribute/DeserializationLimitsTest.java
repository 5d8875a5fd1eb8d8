package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A few bytes must not be able to claim all the memory of a node. */
class DeserializationLimitsTest {

    private static final int MB = 1 << 20;

    private record Claim(String what, Object value, int honestLength, int claimedLength) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Claim> claims() {
        return Stream.of(
                new Claim("as many ints as can be", new int[77], 77, Integer.MAX_VALUE),
                new Claim("two billion references", new Object[77], 77, Integer.MAX_VALUE - 8),
                new Claim("128 MB of longs", new long[77], 77, 16 * MB),
                new Claim("16 million references, three levels deep", nested(3), 77, 16 * MB),
                new Claim("1 million references, 50 levels deep", nested(50), 77, MB),
                new Claim("a map of 800 million entries", map(), 77, 800_000_000),
                new Claim(
                        "a map of 100 million entries behind 8 MB",
                        new Object[] {new byte[8 * MB], map()},
                        77,
                        100_000_000),
                new Claim("8 MB of longs in 8 MB", new Object[] {new byte[8 * MB], new long[77]}, 77, 8 * MB),
                new Claim("a list of 16 million", new ArrayList<>(Collections.nCopies(77, true)), 77, 16 * MB));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void aPayloadThatClaimsMoreThanItHoldsIsRefusedBeforeMemoryIsTaken(Claim claim) {
        byte[] payload = claiming(claim);
        JavaSerializer serializer = new JavaSerializer(new AllowedClasses(List.of())); // on this thread
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> serializer.deserialize(payload))
                .withMessageStartingWith("an array of ");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(payload.length + 4 * MB);
    }

    private static Map<Integer, Boolean> map() {
        Map<Integer, Boolean> map = new HashMap<>();
        IntStream.range(1_000, 1_077).forEach(i -> map.put(i, true));
        return map;
    }

    /** Writes the claimed length over every 4 bytes that say the honest one. */
    private static byte[] claiming(Claim claim) {
        byte[] bytes = JAVA.encode("a", claim.value()).b().asByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int patched = 0;
        for (int i = 0; i + Integer.BYTES <= bytes.length; i++) {
            if (buffer.getInt(i) == claim.honestLength()) {
                buffer.putInt(i, claim.claimedLength());
                patched++;
            }
        }
        assertThat(patched).isPositive();
        return Payload.content(bytes);
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int i = 0; i < levels; i++) {
            Object[] outer = new Object[77];
            outer[0] = value;
            value = outer;
        }
        return value;
    }

    /** The biggest that DynamoDB takes is 400 KB: what honest payloads of that size claim is allowed. */
    @ParameterizedTest
    @MethodSource("honest")
    void anHonestPayloadIsNotRefused(Object value) {
        assertThat(Codecs.roundTrip(value)).isEqualTo(value);
    }

    static Stream<Arguments> honest() {
        return Stream.<Object>of(
                        new Object[350_000],
                        new boolean[390_000],
                        new HashSet<>(numbers(40_000)),
                        new HashMap<>(new HashMap<>(Map.of(1, numbers(20_000)))),
                        new LinkedHashSet<>(List.of(1)),
                        new Hashtable<>(Map.of(1, 2)),
                        new IdentityHashMap<>(0),
                        smallMaps())
                .map(value -> Arguments.of(new Object[] {value}));
    }

    private static List<Integer> numbers(int count) {
        return new ArrayList<>(IntStream.range(0, count).boxed().toList());
    }

    private static List<Object> smallMaps() {
        List<Object> maps = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            maps.add(new HashMap<>(Map.of(true, false)));
            maps.add(new HashSet<>(List.of(true)));
        }
        return maps;
    }
}
