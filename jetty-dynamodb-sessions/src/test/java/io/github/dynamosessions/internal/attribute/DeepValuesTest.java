package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UndecodableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Java serialization recurses: a value may be too deep for a thread's stack. */
class DeepValuesTest {

    private static final long USUAL_STACK = 0;
    private static final long GREAT_STACK = 512L << 20;

    @Test
    void aValueTooDeepToWriteIsAnErrorThatNamesIt() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> onThread(USUAL_STACK, () -> JAVA.encode("tree", nested(100_000))))
                .withMessage("session attribute 'tree' of java.util.ArrayList cannot be stored:"
                        + " java.lang.StackOverflowError");
    }

    @Test
    void aValueTooDeepToReadIsUnreadable() {
        AttributeValue stored = onThread(GREAT_STACK, () -> JAVA.encode("tree", nested(50_000)));
        assertThatExceptionOfType(UndecodableAttributeException.class)
                .isThrownBy(() -> onThread(USUAL_STACK, () -> JAVA.decode("tree", stored)))
                .withMessageStartingWith("session attribute 'tree' cannot be read: ");
    }

    private static Object nested(int depth) {
        Object value = "leaf";
        for (int i = 0; i < depth; i++) {
            List<Object> list = new ArrayList<>(1);
            list.add(value);
            value = list;
        }
        return value;
    }

    private static int depthOf(Object value) {
        int depth = 0;
        for (Object inner = value; inner instanceof List<?> list; inner = list.get(0)) {
            depth++;
        }
        return depth;
    }

    private static <T> T onThread(long stackBytes, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(null, () -> result.completeAsync(work, Runnable::run), "deep", stackBytes).start();
        try {
            return result.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }
}
