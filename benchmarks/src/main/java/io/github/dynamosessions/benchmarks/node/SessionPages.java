package io.github.dynamosessions.benchmarks.node;

import io.github.dynamosessions.benchmarks.session.SessionContent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;

/** What requests do with their session. Thread safe. */
public final class SessionPages {

    private final SessionContent content;
    private final List<Object> changes;

    /** Pages that create sessions with this content. */
    public SessionPages(SessionContent content) {
        this.content = content;
        this.changes = content.changes();
    }

    /** Serves a request; the answer tells that the session was there. */
    public String serve(String page, HttpServletRequest request) {
        switch (page) {
            case "/create" -> content.attributes().forEach(request.getSession(true)::setAttribute);
            case "/unused" -> {
                // a request that has a session and does not ask for it
            }
            case "/read" -> session(request).getAttribute(SessionContent.CHANGED);
            case "/read-big" -> session(request).getAttribute(SessionContent.BIG);
            case "/change" -> change(session(request));
            case "/rotate" -> {
                session(request);
                request.changeSessionId();
            }
            case "/login" -> {
                session(request);
                request.changeSessionId();
                request.getSession().setAttribute("user", "ada");
            }
            case "/logout" -> session(request).invalidate();
            default -> throw new IllegalArgumentException("no page " + page);
        }
        return "done";
    }

    /** To the value that it does not have. */
    private void change(HttpSession session) {
        Object now = session.getAttribute(SessionContent.CHANGED);
        session.setAttribute(SessionContent.CHANGED, changes.get(changes.get(0).equals(now) ? 1 : 0));
    }

    private static HttpSession session(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            throw new IllegalStateException("the session of this request is gone");
        }
        return session;
    }
}
