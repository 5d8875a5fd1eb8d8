package io.github.dynamosessions.internal.item;

import org.eclipse.jetty.session.SessionData;

/**
 * How long sessions live, beside their idle timeouts.
 *
 * @param touchIntervalMs how old the stored times may grow, in milliseconds
 * @param maxLifetimeMs the age at which a session ends even if it is in use, in milliseconds; 0 for none
 */
public record Lifetimes(long touchIntervalMs, long maxLifetimeMs) {

    /** For a session with a short idle timeout, a tenth of that. */
    long touchIntervalMs(SessionData data) {
        long maxInactiveMs = data.getMaxInactiveMs();
        return maxInactiveMs <= 0 ? touchIntervalMs : Math.min(touchIntervalMs, maxInactiveMs / 10);
    }

    /** The expiry, or the end of the session's lifetime if that comes first; 0 stands for never. */
    long capped(long expiryMs, long createdMs) {
        if (maxLifetimeMs <= 0) {
            return expiryMs;
        }
        long endMs = createdMs + maxLifetimeMs;
        return expiryMs <= 0 ? endMs : Math.min(expiryMs, endMs);
    }

    boolean isOver(long createdMs, long timeMs) {
        return maxLifetimeMs > 0 && createdMs + maxLifetimeMs <= timeMs;
    }
}
