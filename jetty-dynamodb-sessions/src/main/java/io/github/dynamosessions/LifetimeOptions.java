package io.github.dynamosessions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of the builder that says how long sessions live.
 *
 * @param <B> the builder that users see
 */
abstract class LifetimeOptions<B> extends ConnectionOptions<B> {

    private static final Duration TEN_YEARS = Duration.ofDays(3650);

    Duration touchInterval = Duration.ofSeconds(60);

    @Nullable
    Duration maxInactiveInterval;

    @Nullable
    Duration maxLifetime;

    boolean expiryEvents = true;

    /**
     * How old the stored access time may grow before a request that changed nothing writes it again. Default 60
     * seconds; never more than a tenth of the session's idle timeout. A session may live longer than its idle
     * timeout by this much, and never shorter. Zero writes at every request.
     *
     * @param touchInterval from PT0S to PT1H
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B touchInterval(Duration touchInterval) {
        this.touchInterval = OptionChecks.between("touchInterval", touchInterval, Duration.ZERO, Duration.ofHours(1));
        return self();
    }

    /**
     * The idle timeout of new sessions, used by the Javalin plugin. Default 30 minutes. (A Jetty server has its own
     * setting for it.)
     *
     * @param maxInactiveInterval whole seconds from PT1S to P3650D, or PT0S for sessions that never end by idleness
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B maxInactiveInterval(Duration maxInactiveInterval) {
        this.maxInactiveInterval =
                OptionChecks.wholeSeconds("maxInactiveInterval", maxInactiveInterval, Duration.ZERO, TEN_YEARS);
        return self();
    }

    /**
     * The age at which a session ends even if it is in use, whatever its idle timeout. Default: none.
     *
     * @param maxLifetime whole seconds from PT1S to P3650D
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B maxLifetime(Duration maxLifetime) {
        this.maxLifetime = OptionChecks.wholeSeconds("maxLifetime", maxLifetime, Duration.ofSeconds(1), TEN_YEARS);
        return self();
    }

    /**
     * Whether housekeeping looks for expired sessions, so that session listeners hear of their end. Default true. Needs
     * the expiry index and the right to query it; without them, and with false, TTL alone removes such sessions.
     *
     * @param expiryEvents false to leave it to TTL
     * @return this builder
     */
    public B expiryEvents(boolean expiryEvents) {
        this.expiryEvents = expiryEvents;
        return self();
    }
}
