package io.github.dynamosessions.internal.request;

import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpCookieUtils;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Session cookies that the application's response does not carry: that of a session ID rotation, which the client must get even
 * if the response is replaced, since nothing else can tell it; and that of a session whose age the cookie shows.
 */
public final class RetainedCookie {

    private static final String ATTRIBUTE = RetainedCookie.class.getName();

    private static final String REFRESHED = RetainedCookie.class.getName() + ".refreshed";

    private RetainedCookie() {}

    /** The answer to the request carries this cookie even if it is replaced. */
    public static void set(Request request, HttpCookie cookie) {
        Request.unWrap(request).setAttribute(ATTRIBUTE, field(request, cookie));
    }

    private static HttpField field(Request request, HttpCookie cookie) {
        return new HttpCookieUtils.SetCookieHttpField(
                HttpCookieUtils.checkSameSite(cookie, request.getContext()),
                request.getConnectionMetaData().getHttpConfiguration().getResponseCookieCompliance());
    }

    /** A response that sets no cookie of this name gets this one: the session was read after its headers could be set. */
    public static void refresh(Request request, HttpCookie cookie) {
        Request.unWrap(request).setAttribute(REFRESHED, cookie);
    }

    /** The headers of a response, with the refreshed cookie of its request if there is one. */
    public static @Nullable HttpFields refreshed(HttpFields headers, Request request) {
        if (!(Request.unWrap(request).removeAttribute(REFRESHED) instanceof HttpCookie cookie)) {
            return null;
        }
        boolean isSet = headers.getValuesList(HttpHeader.SET_COOKIE).stream()
                .anyMatch(value -> value.startsWith(cookie.getName() + "="));
        return isSet ? null : HttpFields.build(headers).add(field(request, cookie));
    }

    /** Adds the cookie to the headers of an answer that replaces the application's, if there is one for this request. */
    public static void addTo(HttpFields.Mutable headers, Request request) {
        if (Request.unWrap(request).getAttribute(ATTRIBUTE) instanceof HttpField cookie) {
            headers.add(cookie);
        }
    }
}
