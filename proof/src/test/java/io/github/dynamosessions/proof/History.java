package io.github.dynamosessions.proof;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What clients and listeners have seen of a run.
 *
 * @param initial the small values of the session at first
 * @param results of the requests
 * @param destroyed for each notification of the end of the session, the request that has made it
 * @param opened what each cookie that a client has had opens in the end, without those that open nothing
 * @param stored the times of the session in the end; null if there is none
 * @param ended what there is in place of a session that has ended; empty if there is none
 * @param hadFault whether anything went wrong
 * @param afterDelayed whether delayed attempts were executed after all requests
 */
record History(
        Map<String, String> initial,
        List<Result> results,
        List<Integer> destroyed,
        Map<String, Map<String, String>> opened,
        @Nullable Stored stored,
        Set<String> ended,
        boolean hadFault,
        boolean afterDelayed) {

    /** Times of a stored session, in milliseconds. */
    record Stored(long expiryMs, long maxInactiveMs) {}

    /** The idle timeout, in milliseconds. */
    Register idleTimeout() {
        Register register = new Register(text(Node.IDLE_TIMEOUT));
        of(Action.LOWER_TIMEOUT, Action.RAISE_TIMEOUT).forEach(result -> {
            String value = text(result.action() == Action.LOWER_TIMEOUT ? Action.LOWERED : Action.RAISED);
            if (result.isServed()) {
                register.written(value, result.start(), result.end());
            } else if (!result.foundNone()) {
                register.uncertain(value, result.start());
            }
        });
        if (stored != null) {
            register.read(Long.toString(stored.maxInactiveMs), Integer.MAX_VALUE - 2, Integer.MAX_VALUE - 1);
        }
        return register;
    }

    private static String text(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    Stream<Result> of(Action... actions) {
        List<Action> wanted = List.of(actions);
        return results.stream().filter(result -> wanted.contains(result.action()));
    }

    /** A register of each attribute, with all that was read and written. */
    Map<String, Register> registers() {
        Map<String, Register> registers = new TreeMap<>();
        for (String name : List.of("a", "b", "big", "user")) {
            Register register = new Register(initial.get(name));
            results.forEach(result -> add(result, name, register));
            opened.values()
                    .forEach(values -> register.read(values.get(name), Integer.MAX_VALUE - 2, Integer.MAX_VALUE - 1));
            registers.put(name, register);
        }
        return registers;
    }

    private static void add(Result result, String name, Register register) {
        Action action = result.action();
        if (action.writes().equals(name)) {
            if (result.isServed()) {
                register.written(action.written(result.request()), result.start(), result.end());
            } else if (!result.foundNone() && !isLogin503WithoutCookie(result)) {
                register.uncertain(action.written(result.request()), result.start());
            }
        } else if (action.reads(name) && result.isServed()) {
            register.read(Values.parse(result.answer().body()).get(name), result.start(), result.end());
        }
    }

    /** Of such a login, nothing is stored. */
    private static boolean isLogin503WithoutCookie(Result result) {
        return result.action() == Action.LOGIN
                && result.isUnavailable()
                && result.newCookie().isEmpty();
    }
}
