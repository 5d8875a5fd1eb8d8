package io.github.dynamosessions;

import io.github.dynamosessions.internal.session.DynamoSessionCache;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the session caches that belong to {@link DynamoSessionDataStore}: with them, a store that fails is answered with
 * 503, and rotation is atomic. With another cache of Jetty's, a session that cannot be read counts as none. Its setters are for
 * Jetty's XML, after the constructor without arguments. Not thread safe while it is being filled.
 */
public final class DynamoSessionCacheFactory implements SessionCacheFactory {

    private final DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
    private final @Nullable DynamoSessionOptions given;
    private boolean secureDefaults;

    /** A factory of caches with the default options, which setters change. */
    public DynamoSessionCacheFactory() {
        given = null;
    }

    /**
     * A factory of caches as configured.
     *
     * @param options of which {@code maxInactiveInterval}, {@code urlSessionIds} and those of the cookie matter here
     */
    public DynamoSessionCacheFactory(DynamoSessionOptions options) {
        given = Objects.requireNonNull(options, "options");
    }

    /** @param maxInactiveInterval see {@link DynamoSessionOptions.Builder#maxInactiveInterval} */
    public void setMaxInactiveInterval(String maxInactiveInterval) {
        set("maxInactiveInterval", maxInactiveInterval);
    }

    /** @param cookieName see {@link DynamoSessionOptions.Builder#cookieName} */
    public void setCookieName(String cookieName) {
        set("cookieName", cookieName);
    }

    /** @param cookieSecure see {@link DynamoSessionOptions.Builder#cookieSecure} */
    public void setCookieSecure(boolean cookieSecure) {
        set("cookieSecure", Boolean.toString(cookieSecure));
    }

    /** @param cookieSameSite see {@link DynamoSessionOptions.Builder#cookieSameSite} */
    public void setCookieSameSite(String cookieSameSite) {
        set("cookieSameSite", cookieSameSite);
    }

    /** @param cookiePath see {@link DynamoSessionOptions.Builder#cookiePath} */
    public void setCookiePath(String cookiePath) {
        set("cookiePath", cookiePath);
    }

    /** @param cookieDomain see {@link DynamoSessionOptions.Builder#cookieDomain} */
    public void setCookieDomain(String cookieDomain) {
        set("cookieDomain", cookieDomain);
    }

    /** @param cookieMaxAge see {@link DynamoSessionOptions.Builder#cookieMaxAge} */
    public void setCookieMaxAge(String cookieMaxAge) {
        set("cookieMaxAge", cookieMaxAge);
    }

    /** @param cookiePartitioned see {@link DynamoSessionOptions.Builder#cookiePartitioned} */
    public void setCookiePartitioned(boolean cookiePartitioned) {
        set("cookiePartitioned", Boolean.toString(cookiePartitioned));
    }

    /** @param urlSessionIds see {@link DynamoSessionOptions.Builder#urlSessionIds} */
    public void setUrlSessionIds(boolean urlSessionIds) {
        set("urlSessionIds", Boolean.toString(urlSessionIds));
    }

    /**
     * Whether options that are not set are those of the Javalin plugin: {@code urlSessionIds} is false, and {@code cookieSecure} is
     * true where every connector of the server speaks TLS. Default false: what the context says.
     *
     * @param secureDefaults true for those of the plugin
     */
    public void setSecureDefaults(boolean secureDefaults) {
        this.secureDefaults = secureDefaults;
    }

    private void set(String option, String text) {
        if (given != null) {
            throw new IllegalStateException("the factory has its options: set " + option + " there");
        }
        builder.set(option, text);
    }

    DynamoSessionOptions options() {
        return given == null ? builder.build() : given;
    }

    @Override
    public SessionCache getSessionCache(SessionManager manager) {
        DynamoSessionOptions options = options();
        if (manager instanceof AbstractSessionManager sessions && sessions.getMaxInactiveInterval() <= 0) {
            options.maxInactiveInterval()
                    .ifPresent(timeout -> sessions.setMaxInactiveInterval(Math.toIntExact(timeout.toSeconds())));
        }
        return new DynamoSessionCache(
                manager, DynamoSessionCacheFactory::hasGuard, options.cookieSettings(secureDefaults));
    }

    /** Jetty starts a context that takes the place of another one before it puts it there: then any guard of the server counts. */
    private static boolean hasGuard(Handler handler) {
        Server server = handler.getServer();
        return server.getDescendants(handler.getClass()).contains(handler)
                ? Handler.AbstractContainer.findContainerOf(server, SessionUnavailableHandler.class, handler) != null
                : server.getDescendant(SessionUnavailableHandler.class) != null;
    }
}
