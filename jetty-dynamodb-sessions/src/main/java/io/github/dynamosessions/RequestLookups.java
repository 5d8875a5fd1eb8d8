package io.github.dynamosessions;

import io.github.dynamosessions.internal.request.RequestScope;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.ManagedSession;
import org.jspecify.annotations.Nullable;

/** What the current request has found in a cache, and what it has asked for in vain. Thread safe: a request keeps its own. */
final class RequestLookups {

    /** One request may come to several contexts. */
    private final String suffix = "@" + Integer.toHexString(hashCode());

    private final String missed = RequestLookups.class.getName() + ".missed" + suffix;
    private final String found = RequestLookups.class.getName() + ".found" + suffix;

    void missed(String id) {
        Request request = RequestScope.request();
        if (request != null) {
            Request.unWrap(request).setAttribute(missed, id);
        }
    }

    boolean hasMissed(String id) {
        Request request = RequestScope.request();
        return request != null && id.equals(Request.unWrap(request).getAttribute(missed));
    }

    /** To be called with a session that a request gets. Of several valid ones, Jetty hands the first to it. */
    void found(ManagedSession session) {
        Request request = RequestScope.request();
        if (request != null
                && !(Request.unWrap(request).getAttribute(found) instanceof ManagedSession first && first.isValid())) {
            Request.unWrap(request).setAttribute(found, session);
        }
    }

    /** To be called when Jetty hands a session to a request, or releases it: from then on, it sees to that itself. */
    void handedOver(ManagedSession session) {
        Request request = RequestScope.request();
        if (request != null && Request.unWrap(request).getAttribute(found) == session) {
            Request.unWrap(request).removeAttribute(found);
        }
    }

    /** Takes the session that the request has found, and which Jetty has not handed to it: nobody else would release it. */
    @Nullable
    ManagedSession takeNotHandedOver() {
        Request request = RequestScope.request();
        return request == null ? null : (ManagedSession) Request.unWrap(request).removeAttribute(found);
    }
}
