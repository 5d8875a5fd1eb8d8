package io.github.dynamosessions.internal.request;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Why a request must not be answered with what its application says.
 *
 * @param status the HTTP status to answer instead
 * @param message for the client: what happened, and nothing that it should not know
 */
public record RequestFailure(int status, String message) implements java.io.Serializable {

    public static final RequestFailure UNAVAILABLE = new RequestFailure(
            HttpStatus.SERVICE_UNAVAILABLE_503, "The session store is unavailable for the moment. Please try again.");

    public static final RequestFailure UNSTORABLE =
            new RequestFailure(HttpStatus.INTERNAL_SERVER_ERROR_500, "The session could not be saved.");

    public static final RequestFailure SEVERAL_SESSIONS = new RequestFailure(
            HttpStatus.BAD_REQUEST_400,
            "The request has the cookies of several sessions. Please delete the cookies of this site and try again.");

    public static final RequestFailure UNREADABLE =
            new RequestFailure(HttpStatus.INTERNAL_SERVER_ERROR_500, "The session could not be read.");

    private static final String ATTRIBUTE = RequestFailure.class.getName();

    /** Marks a request; the first failure stays. */
    public void mark(Request request) {
        Request root = Request.unWrap(request);
        if (root.getAttribute(ATTRIBUTE) == null) {
            root.setAttribute(ATTRIBUTE, this);
        }
    }

    public void markCurrentRequest() {
        Request request = RequestScope.request();
        if (request != null) {
            mark(request);
        }
    }

    public static @Nullable RequestFailure of(Request request) {
        return (RequestFailure) Request.unWrap(request).getAttribute(ATTRIBUTE);
    }

    /** What the current request's response is, or will be, replaced by; null if it is not. */
    public static @Nullable RequestFailure ofCurrentRequest() {
        Request request = RequestScope.request();
        return request == null ? null : of(request);
    }
}
