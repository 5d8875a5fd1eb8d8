package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a client has in the other contexts of a server under the same cookie. Jetty knows one ID for all of them: they
 * rotate and end together. Thread safe.
 */
final class OtherContexts {

    private static final int MAX_LOOKS = 20;

    private final SessionManager own;

    OtherContexts(SessionManager own) {
        this.own = own;
    }

    /** The sessions that a cookie opens. */
    List<DynamoSession> opened(SessionCookie cookie) {
        return each(other -> other.opened(cookie));
    }

    /** Where those sessions are stored. */
    List<SessionStore> stores() {
        return each(other -> {
            other.requireOpen();
            return other.store();
        });
    }

    /** Ends the sessions, whichever secret opens them, until there is none. */
    void end(SessionCookie cookie) {
        for (int look = 0; look < MAX_LOOKS; look++) {
            List<DynamoSession> found = each(other -> other.toEnd(cookie));
            if (found.isEmpty()) {
                return;
            }
            found.forEach(DynamoSession::endAsSibling);
        }
        throw new UnavailableException("session " + cookie + " was created again in other contexts after each of "
                + MAX_LOOKS + " attempts to end it");
    }

    private <T> List<T> each(Function<DynamoSessionCache, @Nullable T> find) {
        Set<SessionManager> others = ((DefaultSessionIdManager) own.getSessionIdManager()).getSessionManagers();
        others.remove(own);
        List<T> all = new ArrayList<>();
        for (SessionManager manager : others) {
            if (manager.getSessionCache() instanceof DynamoSessionCache other) {
                T found = find.apply(other);
                if (found != null) {
                    all.add(found);
                }
            }
        }
        return all;
    }
}
