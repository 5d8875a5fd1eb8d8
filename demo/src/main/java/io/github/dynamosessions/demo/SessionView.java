package io.github.dynamosessions.demo;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session as it goes out in JSON.
 *
 * @param node who read it
 * @param createdAt in epoch milliseconds
 * @param lastAccessedAt in epoch milliseconds, of the request before this one as far as it was stored
 */
record SessionView(String node, String id, long createdAt, long lastAccessedAt, Map<String, Object> attributes) {

    static SessionView of(HttpSession session, String node) {
        Map<String, Object> attributes = new TreeMap<>();
        for (String name : Collections.list(session.getAttributeNames())) {
            attributes.put(name, session.getAttribute(name));
        }
        return new SessionView(
                node,
                session.getId(),
                session.getCreationTime(),
                session.getLastAccessedTime(),
                Collections.unmodifiableMap(attributes));
    }
}
