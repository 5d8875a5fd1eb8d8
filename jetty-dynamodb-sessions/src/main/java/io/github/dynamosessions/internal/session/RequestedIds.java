package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.request.RequestScope;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ID that a request has sent may be given to a new session. Not if the request could not read its session and goes on
 * without one ({@code onReadFailure=NEW_SESSION}); nor if there is a session of this ID that its cookie does not open.
 */
final class RequestedIds {

    private static final String UNREAD = RequestedIds.class.getName() + ".unread";
    private static final String NOT_OPENED = RequestedIds.class.getName() + ".notOpened";

    private RequestedIds() {}

    static void setUnread() {
        mark(UNREAD);
    }

    static void setNotOpened() {
        mark(NOT_OPENED);
    }

    static boolean isUnread(@Nullable Request request) {
        return request != null && Request.unWrap(request).getAttribute(UNREAD) != null;
    }

    static boolean isNotOpened(@Nullable Request request) {
        return request != null && Request.unWrap(request).getAttribute(NOT_OPENED) != null;
    }

    private static void mark(String attribute) {
        Request request = RequestScope.request();
        if (request != null) {
            Request.unWrap(request).setAttribute(attribute, true);
        }
    }
}
