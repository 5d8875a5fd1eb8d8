package io.github.dynamosessions.proof;

import org.jspecify.annotations.Nullable;

/**
 * How a request went.
 *
 * @param request its number
 * @param action what it did
 * @param start the number of steps before its first call
 * @param end the number of steps when it was answered
 * @param timeMs the time at its node
 * @param answer what the client got; null for what is no request of a client
 * @param isUnknown whether the client got no answer, since the node died
 */
record Result(
        int request, Action action, int start, int end, long timeMs, Node.@Nullable Answer answer, boolean isUnknown) {

    /** With its session. */
    boolean isServed() {
        return isAnswered(200) && !answer.body().equals(Pages.NO_SESSION);
    }

    boolean foundNone() {
        return isAnswered(200) && answer.body().equals(Pages.NO_SESSION);
    }

    boolean isUnavailable() {
        return isAnswered(503);
    }

    /** As the Servlet specification has it: another request has ended the session that this one has in hand. */
    boolean foundItEnded() {
        return isAnswered(500) && answer.body().contains("was ended while it was in use");
    }

    private boolean isAnswered(int status) {
        return !isUnknown && answer != null && answer.status() == status;
    }

    /** The cookie that the client has from then on; empty if it keeps the one that it has. */
    String newCookie() {
        return isUnknown || answer == null ? "" : answer.cookie();
    }

    @Override
    public String toString() {
        return "request " + request + " (" + action + "): "
                + (isUnknown
                        ? "no answer"
                        : answer == null
                                ? "done"
                                : answer.status() + " "
                                        + answer.body()
                                                .strip()
                                                .replace('\n', ' ')
                                                .replaceFirst("<.*", "")
                                        + (answer.cookie().isEmpty() ? "" : ", a new cookie"));
    }
}
