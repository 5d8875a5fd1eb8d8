package io.github.dynamosessions.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on standard error what is being waited for: after a second, and then at growing intervals, so that a log is not
 * filled with it. Thread safe.
 */
final class Progress implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private final PrintStream err;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile String activity;

    private Progress(PrintStream err, String activity, Duration firstPause) {
        this.err = err;
        this.activity = activity;
        thread = new Thread(() -> report(firstPause.toNanos()), "progress");
        thread.setDaemon(true);
    }

    /** Begins to tell of an activity. */
    static Progress of(String activity, Terminal terminal) {
        return start(terminal.err(), activity, FIRST_PAUSE);
    }

    static Progress start(PrintStream err, String activity, Duration firstPause) {
        Progress progress = new Progress(err, activity, firstPause);
        progress.thread.start();
        return progress;
    }

    /** Does something and tells of it. */
    static <T> T during(String activity, Terminal terminal, Supplier<T> work) {
        Progress progress = of(activity, terminal);
        try {
            return work.get();
        } finally {
            progress.close();
        }
    }

    /** Changes what will be said next. */
    void now(String newActivity) {
        activity = newActivity;
    }

    /** Ends it; nothing is said afterwards. */
    @Override
    public void close() {
        done.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(long firstPauseNanos) {
        long begin = System.nanoTime();
        long pause = firstPauseNanos;
        try {
            while (!done.await(pause, TimeUnit.NANOSECONDS)) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                err.println("... " + activity + " (" + seconds + " s)");
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
