package io.github.dynamosessions;

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

    /**
     * To be called with the session that a request gets, and which Jetty has not handed to it yet.
     *
     * @param id under which the request has asked for it; the session may have a new one by now
     */
    void found(ManagedSession session, String id) {
        Request request = RequestScope.request();
        if (request != null) {
            Request.unWrap(request).setAttribute(found, new Found(session, id));
        }
    }

    /** To be called when Jetty hands a session to a request. */
    void handedOver(ManagedSession session) {
        Found current = foundByCurrentRequest();
        if (current != null && current.session == session) {
            current.handedOver = true;
        }
    }

    /** Takes the session that the request has found, and which Jetty has not handed to it: nobody else would release it. */
    @Nullable
    ManagedSession takeNotHandedOver() {
        Found current = foundByCurrentRequest();
        if (current == null || current.handedOver) {
            return null;
        }
        current.handedOver = true;
        return current.session;
    }

    /** To be called when the request has given a session its new id. */
    void renewed(ManagedSession session) {
        Found current = foundByCurrentRequest();
        if (current != null && current.session == session) {
            current.id = session.getId();
        }
    }

    /**
     * Whether the request may learn the id of a session: not if it came with an old one, and another request has given the
     * session its new one meanwhile. That may be the login of somebody else.
     */
    boolean mayLearnIdOf(ManagedSession session) {
        Found current = foundByCurrentRequest();
        return current == null || current.session != session || current.id.equals(session.getId());
    }

    private @Nullable Found foundByCurrentRequest() {
        Request request = RequestScope.request();
        return request == null ? null : (Found) Request.unWrap(request).getAttribute(found);
    }

    private static final class Found {
        final ManagedSession session;
        volatile String id;
        volatile boolean handedOver;

        Found(ManagedSession session, String id) {
            this.session = session;
            this.id = id;
        }
    }
}
