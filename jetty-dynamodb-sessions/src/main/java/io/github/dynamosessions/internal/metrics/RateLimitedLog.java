package io.github.dynamosessions.internal.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of what requests provoke. Of like messages, one in ten seconds: when a database is away, every request says the same, and
 * a client can send the same request again and again. Names and values of clients are in them, so each is one line of printable
 * characters, whatever they contain. Thread safe.
 */
public final class RateLimitedLog {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    /** More than there are. A pattern that is no constant by mistake must not fill the memory. */
    private static final int MOST_PATTERNS = 100;

    private final Logger log;
    private final Map<String, Burst> bursts = new ConcurrentHashMap<>();
    private final Burst others = new Burst();

    public RateLimitedLog(Logger log) {
        this.log = log;
    }

    /**
     * Logs an error, unless there was a like one within the last ten seconds: that is only counted, and the next one says how many.
     *
     * @param pattern as in SLF4J. A constant: messages of one pattern are alike
     * @param arguments what is in the message; an exception at the end is logged with its stack trace
     */
    public void error(String pattern, @Nullable Object... arguments) {
        log(Level.ERROR, pattern, arguments);
    }

    /** The same, as a warning. */
    public void warn(String pattern, @Nullable Object... arguments) {
        log(Level.WARN, pattern, arguments);
    }

    /** The same, as an information. */
    public void info(String pattern, @Nullable Object... arguments) {
        log(Level.INFO, pattern, arguments);
    }

    /** The same, for debugging. */
    public void debug(String pattern, @Nullable Object... arguments) {
        log(Level.DEBUG, pattern, arguments);
    }

    private void log(Level level, String pattern, @Nullable Object... arguments) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        long suppressed = burst(level + pattern).next();
        if (suppressed >= 0) {
            FormattingTuple message = MessageFormatter.arrayFormat(pattern, arguments);
            log.atLevel(level)
                    .setCause(LogText.printable(message.getThrowable()))
                    .log(
                            "{}{}",
                            LogText.printable(message.getMessage()),
                            suppressed == 0 ? "" : " (and " + suppressed + " like it before)");
        }
    }

    private Burst burst(String kind) {
        return bursts.containsKey(kind) || bursts.size() < MOST_PATTERNS
                ? bursts.computeIfAbsent(kind, first -> new Burst())
                : others;
    }

    private static final class Burst {

        private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);
        private final AtomicLong suppressed = new AtomicLong();

        /** How many were suppressed since the last line; -1 if this one is suppressed too. */
        private long next() {
            long now = System.nanoTime();
            long last = lastNanos.get();
            if (now - last >= QUIET_NANOS && lastNanos.compareAndSet(last, now)) {
                return suppressed.getAndSet(0);
            }
            suppressed.incrementAndGet();
            return -1;
        }
    }
}
