package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.RetainedCookie;
import io.github.dynamosessions.internal.store.SessionWriter.RotationInDoubtException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.SessionManager;

/** Saves a session, together with those of other contexts whose ID changes with it. Thread safe. */
final class SessionSaver {

    private final SessionManager manager;
    private final OtherContexts others;

    SessionSaver(SessionManager manager, OtherContexts others) {
        this.manager = manager;
        this.others = others;
    }

    void save(DynamoSession session) {
        if (session.isRotating()) {
            rotate(session);
        } else {
            saveOne(session);
        }
        session.rotated();
    }

    private void saveOne(DynamoSession session) {
        if (session.isJoined() && session.data().stored() == null) {
            session.saveJoining(others.stores());
        } else {
            session.save();
        }
    }

    /**
     * Saves a session and its siblings with their new ID, in the same order on every node: of two rotations that begin at the same
     * time in two contexts, one loses at once. A new session comes last, since it takes over what the others have then.
     */
    private void rotate(DynamoSession session) {
        List<DynamoSession> targets = new ArrayList<>(session.siblings());
        targets.add(session);
        targets.sort(
                Comparator.comparing((DynamoSession target) -> target.data().stored() == null)
                        .thenComparing(DynamoSession::keyStart));
        SessionCookie next = session.data().cookie();
        SessionCookie before = session.storedCookie();
        boolean rotated = false;
        try {
            for (DynamoSession target : targets) {
                saveOne(target);
                rotated |= !target.data().hasEnded();
            }
        } catch (RuntimeException e) {
            if (rotated || isOpened(targets, next) || e instanceof RotationInDoubtException) {
                retain(session, next.inDoubt(before));
            }
            throw e;
        }
        if (rotated) {
            retain(session, next); // the only one that opens the session, also if the response is replaced
        }
    }

    /** Whether a cookie opens one of them already: many changes are saved in several steps, of which the first changes the ID. */
    private static boolean isOpened(List<DynamoSession> targets, SessionCookie next) {
        return targets.stream()
                .map(target -> target.data().stored())
                .anyMatch(item -> item != null && next.opens(item));
    }

    /** The client gets this cookie even if the response is replaced: nothing else can tell it. */
    private void retain(DynamoSession session, SessionCookie value) {
        Request request = RequestScope.request();
        if (request == null || !manager.isUsingCookies() || session.isFromUrl()) {
            return;
        }
        boolean needed = session.isSetCookieNeeded();
        HttpCookie cookie = manager.getSessionCookie(session, request.isSecure());
        if (needed) {
            session.onIdChanged(); // this one may not be sent: the session still needs its own
        }
        RetainedCookie.set(request, HttpCookie.from(cookie.getName(), value.text(), cookie.getAttributes()));
    }
}
