package io.github.dynamosessions;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * One line for a burst of like warnings, without a stack trace: when a database is away, every request says the same.
 */
final class BurstLog {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private final AtomicLong suppressed = new AtomicLong();

    BurstLog(Logger log) {
        this.log = log;
    }

    /** Logs a warning, unless there was one within the last ten seconds: that is only counted, and told later. */
    void warn(String message) {
        long now = System.nanoTime();
        long last = lastNanos.get();
        if (now - last >= QUIET_NANOS && lastNanos.compareAndSet(last, now)) {
            long untold = suppressed.getAndSet(0);
            log.warn("{}{}", message, untold == 0 ? "" : " (and " + untold + " like it before)");
        } else {
            suppressed.incrementAndGet();
        }
    }
}
