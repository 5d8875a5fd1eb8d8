package io.github.dynamosessions;

import java.util.Objects;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionManager;

/**
 * Makes the session caches that belong to {@link DynamoSessionDataStore}: with them, a store that fails is answered with
 * 503, and rotation is atomic. With another cache of Jetty's, a session that cannot be read counts as none. Thread safe.
 */
public final class DynamoSessionCacheFactory implements SessionCacheFactory {

    private final DynamoSessionOptions.Builder changed = DynamoSessionOptions.builder();
    private DynamoSessionOptions options;

    /** A factory of caches that keep nothing between requests. */
    public DynamoSessionCacheFactory() {
        this(DynamoSessionOptions.builder().build());
    }

    /**
     * A factory of caches as configured.
     *
     * @param options of which {@code sessionCache}, {@code sessionlessPaths} and {@code maxInactiveInterval} matter here
     */
    public DynamoSessionCacheFactory(DynamoSessionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * For Jetty's XML, after the constructor without arguments. Not thread safe.
     *
     * @param sessionCache see {@link DynamoSessionOptions.Builder#sessionCache}
     */
    public void setSessionCache(String sessionCache) {
        change("sessionCache", sessionCache);
    }

    /**
     * For Jetty's XML, after the constructor without arguments. Not thread safe.
     *
     * @param sessionlessPaths patterns, separated by commas; see {@link
     *     DynamoSessionOptions.Builder#sessionlessPaths(String...)}
     */
    public void setSessionlessPaths(String sessionlessPaths) {
        change("sessionlessPaths", sessionlessPaths);
    }

    /**
     * For Jetty's XML, after the constructor without arguments. Not thread safe.
     *
     * @param maxInactiveInterval the idle timeout of contexts that have none of their own; see {@link
     *     DynamoSessionOptions.Builder#maxInactiveInterval}
     */
    public void setMaxInactiveInterval(String maxInactiveInterval) {
        change("maxInactiveInterval", maxInactiveInterval);
    }

    private void change(String option, String text) {
        OptionTexts.apply(changed, option, text);
        options = changed.build();
    }

    @Override
    public SessionCache getSessionCache(SessionManager manager) {
        if (manager instanceof AbstractSessionManager sessions && sessions.getMaxInactiveInterval() <= 0) {
            options.maxInactiveInterval()
                    .ifPresent(timeout -> sessions.setMaxInactiveInterval(Math.toIntExact(timeout.toSeconds())));
        }
        return new DynamoSessionCache(manager, options);
    }
}
