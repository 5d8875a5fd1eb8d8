package io.github.dynamosessions.internal.item;

/**
 * The public ID of a session, {@code <selector>.<rotation>}: what the application sees as {@code session.getId()}, and what
 * logs, JMX and the command line print. It opens nothing; see {@link SessionCookie}.
 *
 * @param selector makes the item's key and never changes
 * @param rotation changes with each session ID rotation; empty where the ID has none
 */
public record SessionHandle(String selector, String rotation) {

    /** The handle that a public ID stands for. An ID of another origin is a selector as a whole. */
    public static SessionHandle of(String id) {
        int dot = id.lastIndexOf('.');
        return dot < 1 || dot == id.length() - 1
                ? new SessionHandle(id, "")
                : new SessionHandle(id.substring(0, dot), id.substring(dot + 1));
    }

    /** The public ID. */
    public String id() {
        return rotation.isEmpty() ? selector : selector + '.' + rotation;
    }
}
