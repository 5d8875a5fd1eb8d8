package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.internal.request.RequestScope;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionConfig;
import org.jspecify.annotations.Nullable;

/**
 * The session cookies of one context: sets them up as the options say, and warns of cookies that anybody can read or that promise
 * more than there is. Thread safe once it is started.
 */
final class ContextCookies {

    private static final String HOST_PREFIX = "__Host-";
    private static final int REFRESHES = 10;

    private final AbstractSessionManager sessions;
    private final String contextPath;
    private final RateLimitedLog log;
    private final AtomicBoolean warned = new AtomicBoolean();

    ContextCookies(AbstractSessionManager sessions, String contextPath, RateLimitedLog log) {
        this.sessions = sessions;
        this.contextPath = contextPath;
        this.log = log;
    }

    /** To be called when the session manager starts and knows what its context says. */
    void setUp(CookieSettings settings) {
        if (settings.path() != null) {
            sessions.setSessionPath(settings.path());
        }
        if (settings.domain() != null) {
            sessions.setSessionDomain(settings.domain());
        }
        if (settings.sameSite() != null) {
            sessions.setSameSite(settings.sameSite());
        }
        if (settings.partitioned() != null) {
            sessions.setPartitioned(settings.partitioned());
        }
        if (settings.maxAge() != null) {
            int seconds = (int) settings.maxAge().toSeconds();
            sessions.setMaxCookieAge(seconds);
            sessions.setRefreshCookieAge(Math.max(1, seconds / REFRESHES)); // or it would end while it is used
        }
        if (settings.name() != null) {
            sessions.setSessionCookie(settings.name());
        }
        setUpSecure(settings);
        setUpUrlIds(settings);
        requirePrefixAllowed();
        warn(settings);
    }

    private void setUpSecure(CookieSettings settings) {
        boolean isHttps = settings.secure() == null
                ? settings.secureDefaults() && speaksTlsOnly(sessions.getServer())
                : settings.secure();
        if (isHttps) {
            sessions.setSecureCookies(true);
            sessions.setHttpOnly(true);
            if (sessions.getSessionCookieAttribute(HttpCookie.SAME_SITE_ATTRIBUTE) == null) {
                sessions.setSameSite(SameSite.LAX);
            }
            boolean hasDefaultName = SessionConfig.__DefaultSessionCookie.equals(sessions.getSessionCookie());
            if (settings.name() == null && hasDefaultName && isPrefixAllowed()) {
                sessions.setSessionCookie(HOST_PREFIX + SessionConfig.__DefaultSessionCookie);
            }
        } else if (settings.secure() != null) {
            sessions.setSecureCookies(false);
            sessions.setSecureRequestOnly(false);
        }
    }

    private void setUpUrlIds(CookieSettings settings) {
        if (settings.urlIds() != null) {
            sessions.setUsingUriParameters(settings.urlIds());
        } else if (settings.secureDefaults()) {
            if (!sessions.isUsingCookies()) {
                throw new IllegalStateException("the SessionHandler of context '" + contextPath
                        + "' uses no cookies, and session IDs in URLs are off: set urlSessionIds=true, or use cookies");
            }
            sessions.setUsingUriParameters(false);
        }
    }

    private static boolean speaksTlsOnly(Server server) {
        Connector[] connectors = server.getConnectors();
        return connectors.length > 0
                && Arrays.stream(connectors)
                        .allMatch(connector -> connector.getConnectionFactory(SslConnectionFactory.class) != null);
    }

    /** A browser takes a cookie with the prefix for the whole of its host only. */
    private boolean isPrefixAllowed() {
        return "/".equals(sessions.getSessionPath()) && sessions.getSessionDomain() == null;
    }

    private void requirePrefixAllowed() {
        if (sessions.getSessionCookie().startsWith(HOST_PREFIX) && !isPrefixAllowed()) {
            throw new IllegalStateException("browsers reject the session cookie '" + sessions.getSessionCookie()
                    + "' of context '" + contextPath + "': its Path must be '/' and is '" + sessions.getSessionPath()
                    + "', its Domain must not be set and is '" + sessions.getSessionDomain()
                    + "'. Set cookiePath=/ and no cookieDomain, or another cookieName");
        }
    }

    private void warn(CookieSettings settings) {
        int ageSeconds = sessions.getMaxCookieAge();
        int idleSeconds = sessions.getMaxInactiveInterval();
        if (idleSeconds > 0 && ageSeconds > idleSeconds) {
            log.warn(
                    "The session cookie of context '{}' lives {} (Max-Age), its sessions end after {} without a request:"
                            + " users are logged out before their cookie ends. Set maxInactiveInterval too, or a shorter"
                            + " cookieMaxAge",
                    contextPath,
                    text(ageSeconds),
                    text(idleSeconds));
        }
        List<String> missing = new ArrayList<>();
        if (!sessions.isHttpOnly()) {
            missing.add("sessionHandler.setHttpOnly(true)");
        }
        if (sessions.getSessionCookieAttribute(HttpCookie.SAME_SITE_ATTRIBUTE) == null) {
            missing.add("sessionHandler.setSameSite(HttpCookie.SameSite.LAX)");
        }
        if (settings.secureDefaults() && sessions.isUsingCookies() && !missing.isEmpty()) {
            log.warn(
                    "The session cookies of context '{}' lack what Javalin's own SessionHandler sets. Add to yours: {}",
                    contextPath,
                    String.join("; ", missing));
        }
    }

    private static String text(int seconds) {
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A cookie leaves. */
    void sent(Map<String, String> attributes) {
        if (!Boolean.parseBoolean(attributes.get(HttpCookie.SECURE_ATTRIBUTE))
                && sessions.isSecureRequestOnly() // or somebody has said that it is never Secure
                && isFromAnotherHost(RequestScope.request())
                && warned.compareAndSet(false, true)) {
            log.warn(
                    "The session cookie of context '{}' was sent without Secure and over plain http to another host: anybody"
                            + " between can read it. Set cookieSecure=true if clients use https, otherwise cookieSecure=false"
                            + " silences this warning",
                    contextPath);
        }
    }

    private static boolean isFromAnotherHost(@Nullable Request request) {
        return request != null
                && request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress local
                && local.getAddress() != null
                && !local.getAddress().isLoopbackAddress();
    }
}
