package io.github.dynamosessions.internal.item;

import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * How long sessions live, beside their idle timeouts, and by which clock.
 *
 * @param touchIntervalMs how old the stored times may grow, in milliseconds; negative for a tenth of the idle timeout
 * @param maxLifetimeMs the age at which a session ends even if it is in use, in milliseconds; 0 for none
 * @param clock the time of this node
 */
public record Lifetimes(long touchIntervalMs, long maxLifetimeMs, InstantSource clock) {

    /** Of a session that has no idle timeout, unless it is configured. */
    private static final long DEFAULT_TOUCH_INTERVAL_MS = 60_000;

    /**
     * The lifetimes as configured.
     *
     * @param touchInterval null for a tenth of the idle timeout
     * @param maxLifetime null for none
     */
    public static Lifetimes of(@Nullable Duration touchInterval, @Nullable Duration maxLifetime, InstantSource clock) {
        return new Lifetimes(
                touchInterval == null ? -1 : touchInterval.toMillis(),
                maxLifetime == null ? 0 : maxLifetime.toMillis(),
                clock);
    }

    /** At most a tenth of the session's idle timeout. */
    long touchIntervalMs(SessionData data) {
        long maxInactiveMs = data.getMaxInactiveMs();
        if (maxInactiveMs <= 0) {
            return touchIntervalMs < 0 ? DEFAULT_TOUCH_INTERVAL_MS : touchIntervalMs;
        }
        return touchIntervalMs < 0 ? maxInactiveMs / 10 : Math.min(touchIntervalMs, maxInactiveMs / 10);
    }

    /**
     * The expiry, or the end of the session's lifetime if that comes first; 0 stands for never.
     *
     * @param startMs the last session ID rotation, or the creation if there was none
     */
    long capped(long expiryMs, long startMs) {
        if (maxLifetimeMs <= 0) {
            return expiryMs;
        }
        long endMs = startMs + maxLifetimeMs;
        return expiryMs <= 0 ? endMs : Math.min(expiryMs, endMs);
    }

    boolean isOver(long startMs, long timeMs) {
        return maxLifetimeMs > 0 && startMs + maxLifetimeMs <= timeMs;
    }
}
