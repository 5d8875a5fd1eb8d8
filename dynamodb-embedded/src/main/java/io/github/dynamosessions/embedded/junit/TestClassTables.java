package io.github.dynamosessions.embedded.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Tells whose tables are whose. Parallel test classes may share one extension (a static field of their superclass), so
 * a question without a context is answered for the test class that the asking thread works for.
 */
final class TestClassTables {

    private static final Namespace NAMESPACE = Namespace.create(TestClassTables.class);

    // A stack, because a worker thread of JUnit may run a whole other class while it waits within one.
    private static final ThreadLocal<Deque<Work>> WORK = ThreadLocal.withInitial(ArrayDeque::new);

    private TestClassTables() {}

    /** The tables of this context's test class; JUnit closes them when that class is done. */
    static Tables of(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(SharedDynamoDb.class, key -> SharedDynamoDb.use());
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Tables.class, key -> new Tables(SharedDynamoDb.get().client()), Tables.class);
    }

    /** The tables of the test class that this thread works for, or else those of nobody. */
    static Tables current() {
        Work work = WORK.get().peek();
        if (work == null || inStaticInitialiser()) {
            return SharedDynamoDb.get().leftovers();
        }
        return work.tables();
    }

    static void enter(ExtensionContext context) {
        WORK.get().push(new Work(context.getUniqueId(), of(context)));
    }

    /** Does nothing if {@link #enter} was not reached, because another extension failed before it. */
    static void leave(ExtensionContext context) {
        Deque<Work> stack = WORK.get();
        Work work = stack.peek();
        if (work != null && work.contextId().equals(context.getUniqueId())) {
            stack.pop();
        }
        if (stack.isEmpty()) {
            WORK.remove();
        }
    }

    /** A class may be initialised by a thread that works for another one, whose end its tables must survive. */
    private static boolean inStaticInitialiser() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> "<clinit>".equals(frame.getMethodName())));
    }

    /** Whether this was the first extension to ask in this context's test class. */
    static boolean isFirst(DynamoDbExtension extension, ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(DynamoDbExtension.class, key -> extension) == extension;
    }

    private record Work(String contextId, Tables tables) {}
}
