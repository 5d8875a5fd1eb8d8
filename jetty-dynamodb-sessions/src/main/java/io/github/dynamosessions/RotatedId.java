package io.github.dynamosessions;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The id that a request has given to its session. The old one is dead from then on, so the client has to learn of the new
 * one even if the response is replaced because a later change could not be saved.
 */
final class RotatedId {

    private static final String ATTRIBUTE = RotatedId.class.getName();

    private RotatedId() {}

    /** To be called when the current request's session has its new id in the store. */
    static void remember(String newId) {
        Request request = RequestScope.request();
        if (request != null) {
            Request.unWrap(request).setAttribute(ATTRIBUTE, newId);
        }
    }

    /** Copies the session cookie of a response, if the request has given its session a new id. */
    static void copyCookie(Request request, HttpFields from, HttpFields.Mutable to) {
        if (Request.unWrap(request).getAttribute(ATTRIBUTE) instanceof String newId) {
            for (HttpField field : from) {
                if (field.getHeader() == HttpHeader.SET_COOKIE
                        && field.getValue().contains('=' + newId)) {
                    to.add(field);
                }
            }
        }
    }
}
