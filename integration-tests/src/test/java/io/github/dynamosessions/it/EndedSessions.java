package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.List;

/** Notes which sessions end. It needs them with all they hold, as applications do. */
final class EndedSessions implements HttpSessionListener {

    private final List<String> ids;

    /** A listener that adds the ids of sessions that end to a list. */
    EndedSessions(List<String> ids) {
        this.ids = ids;
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        for (String name : Collections.list(event.getSession().getAttributeNames())) {
            if (event.getSession().getAttribute(name) == null) {
                throw new IllegalStateException("'" + name + "' is missing");
            }
        }
        ids.add(event.getSession().getId());
    }
}
