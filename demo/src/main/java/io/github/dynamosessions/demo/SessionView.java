package io.github.dynamosessions.demo;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session as it goes out in JSON.
 *
 * @param node which one has read it
 * @param id the public ID; the cookie has a secret besides, which is not in here
 * @param createdAt in epoch milliseconds
 * @param lastAccessedAt in epoch milliseconds, of the last stored access before this request
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
