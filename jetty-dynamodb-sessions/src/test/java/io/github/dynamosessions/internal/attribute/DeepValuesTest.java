package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Java serialization recurses: a value may be too deep for a thread's stack. */
class DeepValuesTest {

    private static final long SMALL_STACK = 256L << 10;
    private static final long USUAL_STACK = 0;
    private static final long GREAT_STACK = 512L << 20;

    /** A value around another one; of all that were measured, TreeMap takes most of the stack when it is read. */
    private record Level(String what, UnaryOperator<Object> around) {
        Object nested(int depth) {
            Object value = "leaf";
            for (int i = 0; i < depth; i++) {
                value = around.apply(value);
            }
            return value;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static final Level LIST = new Level("ArrayList", inner -> new ArrayList<>(List.of(inner)));
    private static final Level SMALLEST = new Level("an object with one field", Node::new);

    static Stream<Level> levels() {
        return Stream.of(LIST, SMALLEST, new Level("TreeMap", inner -> new TreeMap<>(Map.of("k", inner))));
    }

    private static final class Node implements Serializable {
        private static final long serialVersionUID = 1;

        private final Object next;

        private Node(Object next) {
            this.next = next;
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void whatAThreadCanWriteAnotherOfTheSameStackCanRead(Level level) {
        for (int depth = 100; depth < AllowedClasses.MAX_DEPTH; depth += depth / 3) {
            Object value = level.nested(depth);
            AttributeValue stored;
            try {
                stored = onThread(USUAL_STACK, () -> JAVA.encode("tree", value));
            } catch (UnstorableAttributeException e) {
                assertThat(e).hasRootCauseInstanceOf(StackOverflowError.class);
                assertThat(depth).as("a depth that cannot be written").isGreaterThan(100);
                return;
            }
            assertThat(onThread(USUAL_STACK, () -> JAVA.decode("tree", stored))).isInstanceOf(value.getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void theDeepestValueThatIsTakenIsReadOnAnyThread(Level level) {
        AttributeValue stored =
                onThread(GREAT_STACK, () -> JAVA.encode("tree", level.nested(AllowedClasses.MAX_DEPTH - 1)));
        assertThat(onThread(SMALL_STACK, () -> JAVA.decode("tree", stored))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void aDeeperOneIsRefusedAtWriteWhereTheStackWouldDo(Level level) {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> onThread(GREAT_STACK, () -> JAVA.encode("tree", level.nested(10_001))))
                .withMessageEndingWith(" cannot be stored: java.io.IOException: more than 10000 levels deep");
    }

    @Test
    void aValueTooDeepToWriteIsAnErrorThatNamesIt() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> onThread(USUAL_STACK, () -> JAVA.encode("tree", LIST.nested(100_000))))
                .withMessage("session attribute 'tree' of java.util.ArrayList cannot be stored:"
                        + " java.lang.StackOverflowError");
    }

    @Test
    void aPayloadThatIsDeeperThanAnyOfOursIsUnreadable() {
        AttributeValue stored = onThread(GREAT_STACK, () -> Codecs.unchecked(LIST.nested(50_000)));
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> onThread(USUAL_STACK, () -> JAVA.decode("tree", stored)))
                .withMessage(
                        "session attribute 'tree' cannot be read: java.io.IOException: more than 10000 levels deep");
    }

    @Test
    void aValueThatOverflowsAnyStackIsUnreadable() {
        AttributeValue stored = JAVA.encodeUnproven("tree", new Bottomless()).form();
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> JAVA.decode("tree", stored))
                .withMessage("session attribute 'tree' cannot be read: java.io.IOException:"
                        + " too deep for a stack of 67108864 bytes");
    }

    @Test
    void anotherSerializerThatOverflowsGetsTheLargeStackToo() {
        AttributeCodec codec = new AttributeCodec(new Recursive(), List.of(), 1_024);
        AttributeValue stored = codec.encode("tree", 'x');
        assertThat(onThread(SMALL_STACK, () -> codec.decode("tree", stored))).isEqualTo(20_000);
    }

    private static final class Bottomless implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException {
            readObject(in);
        }
    }

    private static final class Recursive implements SessionSerializer {
        @Override
        public int id() {
            return 16;
        }

        @Override
        public byte[] serialize(Object value) {
            return new byte[0];
        }

        @Override
        public Object deserialize(byte[] payload) {
            return descend(20_000);
        }

        private static int descend(int levels) {
            return levels == 0 ? 0 : 1 + descend(levels - 1);
        }
    }

    private static <T> T onThread(long stackBytes, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(null, () -> result.completeAsync(work, Runnable::run), "deep", stackBytes).start();
        try {
            return result.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }
}
