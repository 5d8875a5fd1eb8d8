package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.item.SessionCookie;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether the session of a request may be read when it is used, and not when Jetty looks for it. Wherever that is not certain,
 * it is read at once, which is always right.
 */
final class LazyReading {

    /**
     * The requests of servlet environments, which ask their session whether it is valid before each use, and drop one that is
     * not. A core handler keeps what Jetty has found.
     */
    private static final Set<String> SERVLET_REQUESTS = Set.of(
            "org.eclipse.jetty.ee11.servlet.ServletContextRequest",
            "org.eclipse.jetty.ee10.servlet.ServletContextRequest",
            "org.eclipse.jetty.ee9.nested.ContextHandler$CoreContextRequest",
            "org.eclipse.jetty.ee8.nested.ContextHandler$CoreContextRequest");

    private LazyReading() {}

    /** Not with several IDs, of which Jetty takes the first that is valid, nor with one that is in doubt. */
    static boolean isPossible(@Nullable Request request, SessionCookie cookie, SessionManager manager) {
        return request != null
                && SERVLET_REQUESTS.contains(request.getClass().getName())
                && cookie.former() == null
                && cookies(request, manager.getSessionCookie()) == 1
                && !mayHaveIdInUri(request, manager)
                && !request.getContext().isCrossContextDispatch(request); // which may bring the ID of another context
    }

    /** Servlet environments take IDs from URIs unless they are told not to, so what counts is whether this request has one. */
    private static boolean mayHaveIdInUri(Request request, SessionManager manager) {
        String parameters = request.getHttpURI().getParam();
        String name = manager.getSessionIdPathParameterName();
        return manager.isUsingUriParameters() && parameters != null && name != null && parameters.contains(name);
    }

    private static int cookies(Request request, String name) {
        int count = 0;
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }
}
