package io.github.dynamosessions.it;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param evidence the exchanges that show it, the last of them is where it came to light
 */
record Violation(Kind kind, List<Exchange> evidence) {

    /** Which promise. */
    enum Kind {
        /** An acknowledged write is not there. */
        LOST_WRITE,
        /** A write is there although a later one was acknowledged, and the earlier was over by then. */
        STALE_VALUE,
        /** A value or an id that was never given to this session. */
        FOREIGN,
        /** An id that was logged out, rotated away or answered with "no session" is answered by a session. */
        REVIVED,
        /** A session that was not used for longer than its idle timeout is answered. */
        EXPIRED,
        /** A session that nobody ended, and which was used within its idle timeout, is not there. */
        LOST_SESSION,
        /** An answer that no node may give. */
        UNEXPECTED_ANSWER
    }

    static Violation of(Kind kind, Exchange... evidence) {
        return new Violation(kind, List.of(evidence));
    }

    /** Whose promise. */
    String session() {
        return evidence.get(evidence.size() - 1).session();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.toString());
        evidence.forEach(exchange -> text.append("\n    ").append(exchange));
        return text.toString();
    }
}
