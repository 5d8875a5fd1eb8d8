package io.github.dynamosessions;

import io.github.dynamosessions.internal.session.DynamoSessionCache;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionManager;

/**
 * Makes the session caches that belong to {@link DynamoSessionDataStore}: with them, a store that fails is answered with
 * 503, and rotation is atomic. With another cache of Jetty's, a session that cannot be read counts as none. Thread safe.
 */
public final class DynamoSessionCacheFactory implements SessionCacheFactory {

    private DynamoSessionOptions options;

    /** A factory of caches with the default options. */
    public DynamoSessionCacheFactory() {
        this(DynamoSessionOptions.builder().build());
    }

    /**
     * A factory of caches as configured.
     *
     * @param options of which {@code maxInactiveInterval} matters here
     */
    public DynamoSessionCacheFactory(DynamoSessionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * For Jetty's XML, after the constructor without arguments. Not thread safe.
     *
     * @param maxInactiveInterval the idle timeout of contexts that have none of their own; see {@link
     *     DynamoSessionOptions.Builder#maxInactiveInterval}
     */
    public void setMaxInactiveInterval(String maxInactiveInterval) {
        options = DynamoSessionOptions.builder()
                .set("maxInactiveInterval", maxInactiveInterval)
                .build();
    }

    @Override
    public SessionCache getSessionCache(SessionManager manager) {
        if (manager instanceof AbstractSessionManager sessions && sessions.getMaxInactiveInterval() <= 0) {
            options.maxInactiveInterval()
                    .ifPresent(timeout -> sessions.setMaxInactiveInterval(Math.toIntExact(timeout.toSeconds())));
        }
        return new DynamoSessionCache(
                manager,
                handler -> Handler.AbstractContainer.findContainerOf(
                                handler.getServer(), SessionUnavailableHandler.class, handler)
                        != null);
    }
}
