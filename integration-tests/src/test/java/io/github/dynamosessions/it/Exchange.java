package io.github.dynamosessions.it;

import java.util.List;
import java.util.Map;

/**
 * One request of a run and what came back.
 *
 * @param session whose it is, as its client counts: the same whatever ids it gets
 * @param id the session's cookie that was sent, empty if none; with two IDs and their secrets where the ID is in doubt
 * @param attribute what is written, empty if nothing is
 * @param value unique in the run, and beginning with the name of the session
 * @param start before the request was sent, in nanoseconds of the run
 * @param end after its answer was complete, in nanoseconds of the run
 * @param status 0 if there was no answer
 * @param newId the cookie that the answer gave the client, empty if none
 * @param seenId the public ID of the session in the answer to a read, otherwise empty
 * @param seen the attributes in the answer to a read
 */
record Exchange(
        String session,
        String id,
        Action action,
        String attribute,
        String value,
        int node,
        long start,
        long end,
        int status,
        Outcome outcome,
        String newId,
        String seenId,
        Map<String, String> seen) {

    /** In a cookie, between the public ID and the secret, and before a former ID and its secret. */
    private static final String SEPARATOR = "~";

    /** What a client wants. */
    enum Action {
        CREATE,
        PUT,
        READ,
        /** Gives the session a new id and writes who it is. */
        LOGIN,
        LOGOUT;

        boolean writes() {
            return this == CREATE || this == PUT || this == LOGIN;
        }
    }

    /** What a client knows afterwards. */
    enum Outcome {
        /** It was done, with the session. */
        DONE,
        /** There is no session of this id. */
        NO_SESSION,
        /** An answer of 503. It may have been done; what it has not written by now, it must not write any more. */
        REFUSED,
        /** No answer. It may have been done, or still be. */
        UNANSWERED,
        /** There was no connection. It has not been done. */
        NOT_SENT,
        /** An answer that no node may give. */
        UNEXPECTED
    }

    boolean isDone() {
        return outcome == Outcome.DONE;
    }

    /** Whether nothing of it can happen any more. */
    boolean isOver() {
        return isDone() || outcome == Outcome.REFUSED;
    }

    boolean isRotation() {
        return action == Action.LOGIN && isDone() && !newId.isEmpty() && !newId.equals(id);
    }

    /** Whether the client has another cookie afterwards, and not because of a login that was done. */
    boolean isRedirected() {
        return action == Action.LOGIN && outcome == Outcome.REFUSED && !newId.isEmpty();
    }

    /** What of a cookie opens a session, or two where the ID is in doubt: the new one first. */
    static List<String> ids(String cookie) {
        String[] parts = cookie.split(SEPARATOR);
        if (parts.length != 4) {
            return List.of(cookie);
        }
        String selector = parts[0].split("\\.", 2)[0];
        return List.of(parts[0] + SEPARATOR + parts[1], selector + "." + parts[2] + SEPARATOR + parts[3]);
    }

    /** The public IDs of a cookie. */
    static List<String> publicIds(String cookie) {
        return ids(cookie).stream().map(id -> id.split(SEPARATOR, 2)[0]).toList();
    }

    boolean isAnsweredBySession() {
        return isDone() && (action == Action.READ || action == Action.PUT);
    }

    boolean endedBefore(Exchange other) {
        return end < other.start;
    }

    @Override
    public String toString() {
        return "[%.3f-%.3f s] %s %s%s id=%s node=%d -> %s %d%s%s"
                .formatted(
                        start / 1e9,
                        end / 1e9,
                        session,
                        action,
                        attribute.isEmpty() ? "" : " " + attribute + "=" + value,
                        id,
                        node,
                        outcome,
                        status,
                        newId.isEmpty() ? "" : " new id=" + newId,
                        seen.isEmpty() ? "" : " " + seen);
    }
}
