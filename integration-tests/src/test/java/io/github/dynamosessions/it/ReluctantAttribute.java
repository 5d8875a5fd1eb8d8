package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/**
 * A value that throws when its session is about to be stored.
 *
 * @param reason what it says then
 */
record ReluctantAttribute(String reason) implements HttpSessionActivationListener, Serializable {

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        throw new IllegalStateException(reason);
    }
}
