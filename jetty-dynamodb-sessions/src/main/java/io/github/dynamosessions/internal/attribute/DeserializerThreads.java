package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes on threads of its own, so that no request waits for bytes that keep a thread busy forever: a few nested hash sets
 * do, and no filter is asked while they are hashed. Java cannot stop such a thread. It is left behind; while there are
 * {@link #MAX_STUCK} of them, nothing is deserialized. The threads have a large stack, since what one thread could write may be
 * too deep to read for another of the same kind. Thread safe.
 */
final class DeserializerThreads {

    static final int MAX_STUCK = 8;

    static final DeserializerThreads SHARED = new DeserializerThreads(Duration.ofSeconds(1));

    /** For {@link AllowedClasses#MAX_DEPTH} levels; those of the JDK's collections take up to 2 KB each. */
    private static final long STACK_BYTES = 64L << 20;

    /** The default of {@code maxSessionSize}. More bytes get proportionally more time. */
    private static final long BYTES_IN_LIMIT = 4L << 20;

    /**
     * What has used less of a processor than a tenth of the time limit, for each megabyte, is not to blame: the node has no time
     * for it, or stood still.
     */
    private static final long HONEST_PART = 10;

    private static final long MB = 1 << 20;

    private static final long IDLE_SECONDS = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long limitNanos;
    private final ThreadPoolExecutor pool;
    private final AtomicInteger stuck = new AtomicInteger();

    DeserializerThreads(Duration limit) {
        limitNanos = limit.toNanos();
        int threads = MAX_STUCK + 2 * Runtime.getRuntime().availableProcessors();
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DeserializerThreads::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable worker) {
        Thread thread = new Thread(null, worker, "session-deserializer", STACK_BYTES, false);
        thread.setDaemon(true);
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
        return stuck.get();
    }

    /**
     * Calls something, with the context class loader of this thread.
     *
     * @param bytes how many are deserialized
     * @throws EndlessException if it takes longer than the time limit
     * @throws BusyException if it was not called, or did not get a processor for long enough
     */
    <T> T call(long bytes, Callable<T> work) throws Exception {
        if (stuck.get() >= MAX_STUCK) {
            throw new BusyException(
                    MAX_STUCK + " deserializations do not end and keep as many threads busy. Restart this node"
                            + " and check who can write to the table");
        }
        Task<T> task = new Task<>(work);
        pool.execute(task);
        long nanos = limitNanos * Math.max(1, bytes / BYTES_IN_LIMIT);
        if (!task.isDoneWithin(nanos)) {
            boolean isHonest = task.isHonest(limitNanos / HONEST_PART * (1 + bytes / MB));
            if (task.leave()) {
                String what = "deserialization takes longer than " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
                throw isHonest ? new BusyException(what + " on this busy node") : new EndlessException(what);
            }
        }
        return task.result();
    }

    private final class Task<T> implements Runnable {
        private final ClassLoader context = Thread.currentThread().getContextClassLoader();
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicBoolean left = new AtomicBoolean();
        private final Callable<T> work;
        private volatile @Nullable Thread thread;
        private long startNanos;
        private @Nullable T result;
        private @Nullable Throwable failure;

        Task(Callable<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            Thread current = Thread.currentThread();
            current.setContextClassLoader(context);
            startNanos = cpuNanos(current);
            thread = current;
            try {
                result = work.call();
            } catch (Throwable e) {
                failure = e;
            }
            current.setContextClassLoader(null);
            if (!left.compareAndSet(false, true)) {
                stuck.decrementAndGet();
            }
            done.countDown();
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

        /** Whether it may be that it only lacks a processor. */
        boolean isHonest(long nanos) {
            Thread current = thread;
            return current == null
                    || current.getState() == Thread.State.RUNNABLE && cpuNanos(current) - startNanos < nanos;
        }

        /** Leaves its thread behind; false if it is done in this very moment. */
        boolean leave() {
            if (pool.remove(this)) {
                return true;
            }
            stuck.incrementAndGet();
            if (!left.compareAndSet(false, true)) {
                stuck.decrementAndGet();
                return false;
            }
            thread.interrupt(); // in case it waits for something
            return true;
        }

        T result() throws Exception {
            done.await();
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
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
