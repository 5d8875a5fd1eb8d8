package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes on threads of its own, so that no request waits for bytes that keep a thread busy forever: a few nested hash sets
 * do, and no filter is asked while they are hashed. Java cannot stop such a thread. It is left behind; while there are
 * {@link #MAX_STUCK} of them, nothing is deserialized. The threads have a large stack, since what one thread could write may be
 * too deep to read for another of the same kind. Thread safe.
 */
final class DeserializerThreads {

    static final int MAX_STUCK = 8;

    /** More than there are processors: a class may wait for something, such as a login service. */
    private static final int MAX_WORKING = 32;

    static final DeserializerThreads SHARED = new DeserializerThreads(Duration.ofSeconds(1));

    /** For {@link AllowedClasses#MAX_DEPTH} levels; those of the JDK's collections take up to 2 KB each. */
    private static final long STACK_BYTES = 64L << 20;

    /** The default of {@code maxSessionSize}. More bytes get proportionally more time. */
    private static final long BYTES_IN_LIMIT = 4L << 20;

    /**
     * What has used less of a processor than a tenth of the time limit, for each megabyte, is not to blame: the node is busy or
     * stood still, or a class waits for something.
     */
    private static final long HONEST_PART = 10;

    private static final long MB = 1 << 20;

    private static final long IDLE_SECONDS = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Duration timeLimit;
    private final ThreadPoolExecutor pool;
    private final Set<Task<?>> stuck = ConcurrentHashMap.newKeySet();

    DeserializerThreads(Duration timeLimit) {
        this.timeLimit = timeLimit;
        pool = new ThreadPoolExecutor(
                MAX_STUCK + MAX_WORKING,
                MAX_STUCK + MAX_WORKING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DeserializerThreads::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable worker) {
        Thread thread = new Thread(null, worker, "session-deserializer", STACK_BYTES, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DeserializerThreads.class.getClassLoader()); // not that of the first application
        return thread;
    }

    /** What a thread has used of a processor; of the clock, where the JVM cannot tell. */
    private static long cpuNanos(Thread thread) {
        return THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread.getId()) : System.nanoTime();
    }

    /** What a stack overflow of one of these threads means. */
    static IOException tooDeep(StackOverflowError e) {
        return new IOException("too deep for a stack of " + STACK_BYTES + " bytes", e);
    }

    /** How many threads are left behind and still busy. */
    int stuck() {
        return stuck.size();
    }

    /**
     * Calls something as on this thread, in the same context and with the same context class loader.
     *
     * @param what is deserialized. While a thread is left behind with it, that one is asked: the same keeps no second thread busy
     * @param bytes how many these are
     * @throws EndlessException if it takes longer than the time limit
     * @throws BusyException if it was not called, or has mostly waited
     */
    <T> T call(Object what, long bytes, Callable<T> work) throws Exception {
        for (Task<?> task : stuck) {
            if (task.what.equals(what)) {
                throw task.failure();
            }
        }
        if (stuck.size() >= MAX_STUCK) {
            throw new BusyException(
                    MAX_STUCK + " deserializations do not end and keep as many threads busy. Restart this node"
                            + " and check who can write to the table");
        }
        Task<T> task = new Task<>(what, bytes, work);
        pool.execute(task);
        if (!task.isDoneWithin(task.limitNanos) && task.leave()) {
            throw task.failure();
        }
        return task.result();
    }

    private final class Task<T> implements Runnable {
        private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
        private final @Nullable Context context = ContextHandler.getCurrentContext();
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicBoolean left = new AtomicBoolean();
        private final Object what;
        private final Callable<T> work;
        private final long limitNanos;
        private final long honestNanos;
        private volatile @Nullable Thread thread;
        private long startNanos;
        private @Nullable T result;
        private @Nullable Throwable thrown;

        Task(Object what, long bytes, Callable<T> work) {
            this.what = what;
            this.work = work;
            limitNanos = timeLimit.toNanos() * Math.max(1, bytes / BYTES_IN_LIMIT);
            honestNanos = timeLimit.toNanos() / HONEST_PART * (1 + bytes / MB);
        }

        @Override
        public void run() {
            startNanos = cpuNanos(Thread.currentThread());
            thread = Thread.currentThread();
            try {
                if (context == null) {
                    callWork();
                } else {
                    context.run(this::callWork);
                }
            } catch (Throwable e) {
                thrown = e;
            }
            if (!left.compareAndSet(false, true)) {
                stuck.remove(this);
            }
            done.countDown();
        }

        private void callWork() {
            Thread current = Thread.currentThread();
            ClassLoader before = current.getContextClassLoader();
            current.setContextClassLoader(loader);
            try {
                result = work.call();
            } catch (Exception e) {
                thrown = e;
            } finally {
                current.setContextClassLoader(before);
            }
        }

        boolean isDoneWithin(long nanos) {
            long endNanos = System.nanoTime() + nanos;
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return done.await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Why it was left, or not called. */
        Exception failure() {
            Thread current = thread;
            String message = "deserialization takes longer than " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms";
            boolean isHonest = current == null || cpuNanos(current) - startNanos < honestNanos;
            return isHonest ? new BusyException(message + ", most of it waiting") : new EndlessException(message);
        }

        /** Leaves its thread behind; false if it is done in this very moment. */
        boolean leave() {
            if (pool.remove(this)) {
                return true;
            }
            stuck.add(this);
            if (!left.compareAndSet(false, true)) {
                stuck.remove(this);
                return false;
            }
            Thread current = thread;
            if (current != null) {
                current.interrupt(); // in case it waits for something
            }
            return true;
        }

        T result() throws Exception {
            done.await();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw (Exception) thrown;
            }
            return result;
        }
    }

    /** Something does not end. */
    static final class EndlessException extends Exception {
        private static final long serialVersionUID = 1;

        EndlessException(String message) {
            super(message);
        }
    }

    /** Something may be readable, but not here and now. */
    static final class BusyException extends Exception {
        private static final long serialVersionUID = 1;

        BusyException(String message) {
            super(message);
        }
    }
}
