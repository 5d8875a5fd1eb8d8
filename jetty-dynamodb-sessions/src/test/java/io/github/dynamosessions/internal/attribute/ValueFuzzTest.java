package io.github.dynamosessions.internal.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.dynamosessions.fixture.Fuzz;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stored value is a value, unreadable, or left to other nodes; in bounded time and memory. */
class ValueFuzzTest {

    private static final int MB = 1 << 20;

    record Line(String sku, int count, BigDecimal price) implements Serializable {}

    enum Color {
        RED,
        BLUE
    }

    static final class Node implements Serializable {
        private static final long serialVersionUID = 1;

        private final Map<String, Object> fields = new HashMap<>();
        private Node next;
    }

    private final DeserializerThreads threads = new DeserializerThreads(Duration.ofSeconds(1));
    private final JavaSerializer java = new JavaSerializer(new AllowedClasses(List.of()));
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void serializedStreamsAndCompressedPayloadsAreReadOrRefused() {
        List<AttributeCodec> codecs = List.of(
                Codecs.with(new Compression(Codecs.UNCOMPRESSED, List.of(new DeflateCompressor())), threads),
                Codecs.with(new Compression(50, List.of(new DeflateCompressor(), ZstdCompressor.load())), threads),
                Codecs.with(new Compression(50, List.of(ZstdCompressor.load(), new DeflateCompressor())), threads));
        List<byte[]> stored = new ArrayList<>();
        for (Object value : values()) {
            codecs.forEach(codec -> stored.add(AttributeCodec.bytes(codec.encode("a", value))));
        }
        Fuzz.run("values", (fuzz, random) -> {
            byte[] changed = fuzz.changed(stored.get(random.nextInt(stored.size())));
            try {
                AttributeValue form = AttributeValue.fromB(SdkBytes.fromByteArray(changed));
                assertThat(codecs.get(1).decode("a", form)).isNotNull();
            } catch (UnreadableAttributeException | UnsupportedFormatException expected) {
                // what was noticed
            }
            if (changed.length > 1 && changed[0] == Payload.JAVA) {
                measure(Payload.content(changed));
            }
        });
    }

    private void measure(byte[] payload) throws Exception {
        long allocated = threads.call(payload, payload.length, () -> {
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                java.deserialize(payload);
            } catch (Throwable e) {
                // what was noticed
            }
            return memory.getCurrentThreadAllocatedBytes() - before;
        });
        assertThat(allocated).isLessThan(8 * MB + 100L * payload.length);
    }

    private static List<Object> values() {
        Map<String, Object> cart = new HashMap<>();
        cart.put(
                "lines",
                new ArrayList<>(List.of(new Line("pen", 2, BigDecimal.TEN), new Line("ink", 1, BigDecimal.ONE))));
        cart.put("since", LocalDate.EPOCH);
        cart.put("color", Color.BLUE);
        Node node = new Node();
        node.next = new Node();
        node.next.next = node;
        node.fields.putAll(cart);
        Set<Object> sets = new HashSet<>(Set.of(new HashSet<>(Set.of(1, 2, 3)), new HashSet<>(Set.of("a"))));
        BitSet bits = new BitSet();
        bits.set(1_000);
        return List.of(
                cart,
                node,
                sets,
                bits,
                "Grüße 😀 ".repeat(20),
                "half \uD83D",
                new byte[300],
                List.of(1, "two", 3L),
                Map.of("k", List.of(Map.of())),
                new TreeMap<>(Map.of("a", new Date(0), "b", new Date(1))),
                new LinkedHashMap<>(Map.of(Locale.ROOT, UUID.randomUUID())),
                new ConcurrentHashMap<>(Map.of("a", new int[][] {{1, 2}, {}})),
                new IdentityHashMap<>(Map.of("a", "b")),
                new ArrayDeque<>(List.of(1, 2)),
                new PriorityQueue<>(List.of(3, 1, 2)),
                new Object[] {new long[10], new String[] {"x", null}, Color.values(), Arrays.asList(1, 2)});
    }
}
