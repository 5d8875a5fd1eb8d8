package io.github.dynamosessions.internal.request;

import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpCookieUtils;
import org.eclipse.jetty.server.Request;

/**
 * The session cookie of a request that has given its session a new id. An answer that is replaced loses the cookies of the
 * application, and nobody but this client can know the id.
 */
public final class RetainedCookie {

    private static final String ATTRIBUTE = RetainedCookie.class.getName();

    private RetainedCookie() {}

    /** The answer to the request carries this cookie even if it is replaced. */
    public static void set(Request request, HttpCookie cookie) {
        HttpCookie checked = HttpCookieUtils.checkSameSite(cookie, request.getContext());
        Request.unWrap(request)
                .setAttribute(
                        ATTRIBUTE,
                        new HttpCookieUtils.SetCookieHttpField(
                                checked,
                                request.getConnectionMetaData()
                                        .getHttpConfiguration()
                                        .getResponseCookieCompliance()));
    }

    /** Adds the cookie to the headers of an answer that replaces the application's, if there is one for this request. */
    public static void addTo(HttpFields.Mutable headers, Request request) {
        if (Request.unWrap(request).getAttribute(ATTRIBUTE) instanceof HttpCookieUtils.SetCookieHttpField cookie) {
            headers.add(cookie);
        }
    }
}
