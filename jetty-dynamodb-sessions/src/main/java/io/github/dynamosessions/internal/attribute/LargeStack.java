package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Deserialization recurses, and takes more of the stack than serialization did: what one thread could write may be too
 * deep to read for another of the same kind. That is no fault of the value, so it is read once more with a large stack.
 */
final class LargeStack {

    /** For {@link AllowedClasses#MAX_DEPTH} levels; those of the JDK's collections take up to 2 KB each. */
    private static final long STACK_BYTES = 64L << 20;

    private LargeStack() {}

    /**
     * Calls something, and once more on a thread with a large stack if it overflows the stack of this one. That thread
     * has the class loader of this one as its context.
     *
     * @throws IOException if it overflows the large stack too
     */
    static <T> T callIfNeeded(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (StackOverflowError e) {
            return call(work);
        }
    }

    private static <T> T call(Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                result.complete(work.call());
            } catch (StackOverflowError e) {
                result.completeExceptionally(new IOException("too deep for a stack of " + STACK_BYTES + " bytes", e));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        new Thread(null, task, "session-deserializer", STACK_BYTES).start();
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
