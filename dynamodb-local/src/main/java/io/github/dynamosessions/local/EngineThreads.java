package io.github.dynamosessions.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Every thread of one engine. DynamoDB Local has some that go on sleeping after its own shutdown. A thread inherits the
 * group of the thread that creates it, so the group knows them all.
 */
final class EngineThreads {

    private final ThreadGroup group;
    private final Duration patience;

    /** @param patience how long {@link #end} waits */
    EngineThreads(String name, Duration patience) {
        this.group = new ThreadGroup(name);
        this.patience = patience;
    }

    ThreadGroup group() {
        return group;
    }

    List<Thread> alive() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        group.enumerate(threads);
        return Arrays.stream(threads).filter(Objects::nonNull).toList();
    }

    /**
     * Runs the engine's own shutdown, wakes what still sleeps after it and returns when the last thread has ended.
     *
     * @throws IllegalStateException if some thread does not end in time
     */
    void end(Runnable shutdown) {
        // In a thread of its own, so that a shutdown which does not return cannot hold the caller for ever.
        Thread closer = new Thread(group, shutdown, group.getName() + "-close");
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        closer.start();
        List<Thread> left = List.of(closer);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            try {
                left.get(0).join(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = alive();
            if (!closer.isAlive()) {
                left.forEach(Thread::interrupt);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("DynamoDB Local does not end its threads " + left);
        }
    }
}
