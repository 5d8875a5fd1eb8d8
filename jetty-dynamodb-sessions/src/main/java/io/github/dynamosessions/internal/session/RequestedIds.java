package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.request.RequestScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The IDs that one request has sent, and what became of them: each is looked up once in a context, and at most {@value #MOST}
 * different ones in all contexts together, whatever the client sends. Kept with the request, so nothing is left when it is complete.
 * Thread safe.
 */
final class RequestedIds {

    /** More than any browser has to send: one for each path of a cookie. */
    static final int MOST = 4;

    private static final String ATTRIBUTE = RequestedIds.class.getName();

    private final Set<String> lookedUp = new HashSet<>();
    private final Set<Missed> missed = new HashSet<>();
    private final Map<DynamoSessionCache, DynamoSession> found = new HashMap<>();
    private boolean unread;
    private boolean notOpened;

    private RequestedIds() {}

    /** Those of a request; without one, those of a request that has sent nothing yet. */
    static RequestedIds of(@Nullable Request request) {
        if (request == null) {
            return new RequestedIds();
        }
        Request root = Request.unWrap(request);
        if (root.getAttribute(ATTRIBUTE) instanceof RequestedIds known) {
            return known;
        }
        RequestedIds ids = new RequestedIds();
        root.setAttribute(ATTRIBUTE, ids);
        return ids;
    }

    static RequestedIds ofCurrentRequest() {
        return of(RequestScope.request());
    }

    /** Whether a request has sent this as a cookie, of whatever name. If not, it comes from the URL. */
    static boolean isSentAsCookie(Request request, SessionCookie cookie) {
        return Request.getCookies(request).stream()
                .anyMatch(sent -> cookie.text().equals(sent.getValue()));
    }

    /** Whether a session may be looked up in a context. */
    synchronized boolean mayLookUp(DynamoSessionCache context, SessionCookie cookie) {
        return !unread
                && !missed.contains(new Missed(context, cookie.text()))
                && (lookedUp.contains(cookie.text()) || lookedUp.size() < MOST && lookedUp.add(cookie.text()));
    }

    /** There is no session for this cookie in a context. */
    synchronized void setMissed(DynamoSessionCache context, SessionCookie cookie) {
        missed.add(new Missed(context, cookie.text()));
    }

    /** Now there is one: this request has created it. */
    synchronized void setCreated(DynamoSessionCache context, SessionCookie cookie) {
        missed.remove(new Missed(context, cookie.text()));
    }

    /** The session that the request has in a context, which it may have made, changed or ended; null if it has none yet. */
    synchronized @Nullable DynamoSession found(DynamoSessionCache context) {
        return found.get(context);
    }

    synchronized void setFound(DynamoSessionCache context, DynamoSession session) {
        found.put(context, session);
    }

    /**
     * The request could not read its session and goes on without one ({@code onReadFailure=NEW_SESSION}): it looks for no other, and
     * does not give the ID to a new one.
     */
    synchronized void setUnread() {
        unread = true;
    }

    synchronized boolean isUnread() {
        return unread;
    }

    /** There is a session of an ID that was sent, and its cookie does not open it: a new session does not get that ID. */
    synchronized void setNotOpened() {
        notOpened = true;
    }

    synchronized boolean isNotOpened() {
        return notOpened;
    }

    private record Missed(DynamoSessionCache context, String cookie) {}
}
