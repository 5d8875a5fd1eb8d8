package shop;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ids of sessions whose end was told to this server, each as often as it was told. */
public final class EndedSessions implements HttpSessionListener {

    static final List<String> IDS = new CopyOnWriteArrayList<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {}

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        IDS.add(event.getSession().getId());
    }
}
