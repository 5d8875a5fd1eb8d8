package io.github.dynamosessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of sessions that could not be read lately: none of them may be given to a new session, which would be written over
 * the stored one. For all contexts of the JVM, since Jetty asks each of them whether it knows an id. Thread safe.
 */
final class UnreadIds {

    /** No request that could not read its session takes longer than this to ask for a new one. */
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final Map<String, Long> SINCE = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_CLEANING = new AtomicLong(System.nanoTime() + KEPT_NANOS);

    private UnreadIds() {}

    static void add(String id) {
        long now = System.nanoTime();
        SINCE.put(id, now);
        long due = NEXT_CLEANING.get();
        if (now - due >= 0 && NEXT_CLEANING.compareAndSet(due, now + KEPT_NANOS)) {
            SINCE.values().removeIf(since -> now - since > KEPT_NANOS);
        }
    }

    static boolean contains(String id) {
        Long since = SINCE.get(id);
        return since != null && System.nanoTime() - since <= KEPT_NANOS;
    }
}
