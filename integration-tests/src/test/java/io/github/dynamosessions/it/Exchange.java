package io.github.dynamosessions.it;

import java.util.List;
import java.util.Map;

/**
 * One request of a run and what came back.
 *
 * @param session whose it is, as its client counts: the same whatever ids it gets
 * @param id the session id that was sent, empty if none; or two, where a node could not tell which of them it is
 * @param attribute what is written, empty if nothing is
 * @param value unique in the run, and beginning with the name of the session
 * @param start before the request was sent, in nanoseconds of the run
 * @param end after its answer was complete, in nanoseconds of the run
 * @param status 0 if there was no answer
 * @param newId that the answer gave the client, empty if none
 * @param seenId of the session in the answer to a read, otherwise empty
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

    /** Between two ids in one cookie. */
    private static final String OR = "~";

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
        return isSettled() || action == Action.LOGIN && outcome == Outcome.REFUSED && !newId.isEmpty();
    }

    /** Whether the answer says which of the two ids that were sent is that of the session. */
    boolean isSettled() {
        return settles(id, newId);
    }

    static boolean settles(String id, String newId) {
        return id.contains(OR) && ids(id).contains(newId);
    }

    /** Those that a cookie names. */
    static List<String> ids(String cookie) {
        return List.of(cookie.split(OR));
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
