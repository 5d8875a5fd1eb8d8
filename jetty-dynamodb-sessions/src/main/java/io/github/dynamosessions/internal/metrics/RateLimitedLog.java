package io.github.dynamosessions.internal.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * One line for a burst of like messages, without a stack trace: when a database is away, every request says the same.
 */
public final class RateLimitedLog {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private final AtomicLong suppressed = new AtomicLong();

    public RateLimitedLog(Logger log) {
        this.log = log;
    }

    /** Logs a warning, unless there was one within the last ten seconds: that is only counted, and told later. */
    public void warn(String message) {
        log(Level.WARN, message);
    }

    /** The same, as an error. */
    public void error(String message) {
        log(Level.ERROR, message);
    }

    private void log(Level level, String message) {
        long now = System.nanoTime();
        long last = lastNanos.get();
        if (now - last >= QUIET_NANOS && lastNanos.compareAndSet(last, now)) {
            long untold = suppressed.getAndSet(0);
            log.atLevel(level).log("{}{}", message, untold == 0 ? "" : " (and " + untold + " like it before)");
        } else {
            suppressed.incrementAndGet();
        }
    }
}
