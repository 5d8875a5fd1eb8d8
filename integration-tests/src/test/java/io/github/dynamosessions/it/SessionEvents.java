package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the listeners of an application are told of its sessions. Thread safe. */
final class SessionEvents implements HttpSessionListener, HttpSessionIdListener, HttpSessionAttributeListener {

    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    private volatile Runnable whenIdChanges = () -> {};

    private record Event(String sessionId, String what) {}

    /** Of a session, in order: {@code created}, {@code name added: value}, {@code id was abc}, {@code destroyed} and so on. */
    List<String> of(String sessionId) {
        return events.stream()
                .filter(event -> event.sessionId().equals(sessionId))
                .map(Event::what)
                .toList();
    }

    /** What an application does when it is told of a new id. */
    void whenIdChanges(Runnable work) {
        whenIdChanges = work;
    }

    /** The ids of sessions of which this was told, each as often as it was told. */
    List<String> idsWith(String what) {
        return events.stream()
                .filter(event -> event.what().equals(what))
                .map(Event::sessionId)
                .toList();
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        tell(event, "created");
    }

    /** It needs the session with all it holds, as applications do. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        for (String name : Collections.list(event.getSession().getAttributeNames())) {
            if (event.getSession().getAttribute(name) == null) {
                throw new IllegalStateException("'" + name + "' is missing");
            }
        }
        tell(event, "destroyed");
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        tell(event, "id was " + oldSessionId);
        whenIdChanges.run();
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        tell(event, event.getName() + " added: " + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        tell(event, event.getName() + " replaced: " + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        tell(event, event.getName() + " removed: " + event.getValue());
    }

    private void tell(HttpSessionEvent event, String what) {
        events.add(new Event(event.getSession().getId(), what));
    }
}
