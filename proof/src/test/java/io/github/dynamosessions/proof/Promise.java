package io.github.dynamosessions.proof;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the README promises, each as a predicate on what clients and listeners have seen. */
enum Promise {
    THE_NEXT_REQUEST_SEES_IT(
            "The next request sees it, on any node",
            history -> history.afterDelayed() || writers(history) > 1 || areLinearizable(history)),
    PARALLEL_REQUESTS_KEEP_EACH_OTHERS_ATTRIBUTES(
            "Parallel requests keep each other's attributes",
            history -> history.afterDelayed() || writers(history) < 2 || areLinearizable(history)),
    DELAYED_AND_DUPLICATE_WRITES_UNDO_NOTHING(
            "Delayed and duplicate writes undo nothing",
            history -> !history.afterDelayed() || areLinearizable(history)),
    ROTATION_LOSES_NOTHING(
            "Rotation loses nothing and leaves no way back",
            history -> rotationLeavesNoWayBack(history) && clientsHaveTheirSession(history)),
    LOGGED_OUT_STAYS_LOGGED_OUT(
            "Logged out stays logged out",
            history -> history.of(Action.LOGOUT, Action.CREATE_AND_LOGOUT).noneMatch(Result::isServed)
                    || history.opened().isEmpty() && wasNotifiedOnce(history)),
    A_TOMBSTONE_TAKES_THE_PLACE_OF_THE_SESSION(
            "Logged out stays logged out: a tombstone takes the place of the session", Promise::leavesATombstone),
    A_FAILED_LOGOUT_CALLS_NO_LISTENER(
            "Logged out stays logged out: if a logout fails, no listener is called",
            history -> history.of(Action.LOGOUT).filter(Result::isUnavailable).noneMatch(logout -> history.destroyed()
                    .contains(logout.request()))),
    EXPIRED_IS_EXPIRED(
            "Expired is expired. Listeners are notified once in the cluster",
            history -> history.destroyed().size() <= 1
                    && (history.destroyed().isEmpty() || history.opened().isEmpty())),
    NEVER_EXPIRED_EARLY("Never expired early", history -> isNotExpiredEarly(history) && isStoredLongEnough(history)),
    THE_IDLE_TIMEOUT_IS_SAVED("The next request sees it: the idle timeout", history -> history.idleTimeout()
            .isLinearizable()),
    FAILS_ONLY_FOR_A_REASON(
            "What users see: 503 for a fault, or where another request has changed the ID first",
            Promise::failsOnlyForAReason);

    private final String row;
    private final Predicate<History> isKept;

    Promise(String row, Predicate<History> isKept) {
        this.row = row;
        this.isKept = isKept;
    }

    /** The first promise that is broken. */
    static Optional<Promise> brokenIn(History history) {
        return List.of(values()).stream()
                .filter(promise -> !promise.isKept.test(history))
                .findFirst();
    }

    private static long writers(History history) {
        return history.results().stream()
                .filter(result -> !result.action().writes().isEmpty())
                .count();
    }

    private static boolean areLinearizable(History history) {
        return history.registers().values().stream().allMatch(Register::isLinearizable);
    }

    /** After a login that was acknowledged, no other cookie opens the session. */
    private static boolean rotationLeavesNoWayBack(History history) {
        List<Result> logins = history.of(Action.LOGIN).filter(Result::isServed).toList();
        return logins.size() <= 1
                && (logins.isEmpty()
                        || history.opened().keySet().stream()
                                .allMatch(logins.get(0).newCookie()::equals))
                && history.opened().size() <= 2; // a cookie of both, and one of its halves
    }

    /** Unless it was ended: the client of a login has it with the cookie that it got, all others with what they had. */
    private static boolean clientsHaveTheirSession(History history) {
        if (mayHaveEnded(history) || !history.opened().isEmpty()) {
            return true;
        }
        return history.of(Action.LOGIN).anyMatch(Result::isUnknown); // the new cookie was in the answer
    }

    private static boolean mayHaveEnded(History history) {
        return history.of(Action.CREATE_AND_LOGOUT).findAny().isPresent()
                || history.of(Action.LOGOUT).anyMatch(logout -> !logout.foundNone())
                || history.of(Action.EXPIRE).anyMatch(expire -> !expire.isServed())
                || history.of(Action.SCAVENGE).findAny().isPresent();
    }

    private static boolean leavesATombstone(History history) {
        return history.ended().isEmpty()
                || history.ended().equals(Set.of("sessionId", "format", "rotation", "version", "ended", "expires"));
    }

    private static boolean wasNotifiedOnce(History history) {
        boolean hasAnotherFailedToEndIt = history.hadFault()
                        && history.results().stream()
                                .anyMatch(each -> each.action().mayEnd() && !each.isServed() && !each.foundNone())
                || history.of(Action.STOP).findAny().isPresent();
        return history.destroyed().size() == 1 || hasAnotherFailedToEndIt;
    }

    /** A request that was served before another one begins has prolonged the session. */
    private static boolean isNotExpiredEarly(History history) {
        return history.of(Action.EXPIRE, Action.SCAVENGE)
                .filter(end -> history.results().stream()
                        .anyMatch(each ->
                                each.isServed() && each.request() != end.request() && each.end() <= end.start()))
                .noneMatch(end -> history.destroyed().contains(end.request()));
    }

    /** For the idle timeout from the last access that was answered. */
    private static boolean isStoredLongEnough(History history) {
        return history.stored() == null
                || history.of(Action.STOP).findAny().isPresent() // an access that a stopped application does not save
                || history.results().stream()
                        .filter(Result::isServed)
                        .allMatch(result -> history.stored().expiryMs()
                                >= result.timeMs()
                                        + leastIdleTimeout(history, result).toMillis());
    }

    private static Duration leastIdleTimeout(History history, Result result) {
        return history.of(Action.LOWER_TIMEOUT).findAny().isPresent()
                ? Action.LOWERED
                : result.action() == Action.RAISE_TIMEOUT ? Action.RAISED : Node.IDLE_TIMEOUT;
    }

    private static boolean failsOnlyForAReason(History history) {
        boolean mayFail = history.hadFault()
                || history.of(Action.STOP).findAny().isPresent()
                || history.of(Action.LOGIN).count() > 1;
        boolean mayMiss = mayHaveEnded(history) || history.of(Action.LOGIN).anyMatch(login -> !login.foundNone());
        return history.results().stream()
                .allMatch(result -> result.isServed()
                        || result.answer() == null
                        || result.isUnknown()
                        || result.isUnavailable() && mayFail
                        || (result.foundNone() || result.foundItEnded()) && mayMiss);
    }

    @Override
    public String toString() {
        return row;
    }
}
