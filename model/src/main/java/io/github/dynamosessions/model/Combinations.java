package io.github.dynamosessions.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every combination of three requests out of a list, in every order that differs: all at once, one after another, or a
 * mixture. Finds what a hand-written scenario leaves out.
 *
 * @param id names the set
 * @param kinds what each of the three requests may do
 * @param prepare what exists before they begin
 */
record Combinations(String id, List<Script> kinds, Consumer<Scenario> prepare) {

    private static final int NONE = -1;

    /** For each request, the one that it follows. */
    private static final int[][] ORDERS = {
        {NONE, NONE, NONE}, {NONE, 0, NONE}, {NONE, 0, 1}, {NONE, NONE, 0}, {NONE, 0, 0},
    };

    static List<Combinations> all() {
        List<Script> one = oneContext();
        List<Script> two = twoContexts();
        return List.of(
                new Combinations("one context", one, s -> {}),
                new Combinations("one context, versions are emptied", one, s -> s.entries(0)),
                new Combinations("one context, the cookie of both secrets", one, s -> s.cookie(2, 1)),
                new Combinations("two contexts", two, Scenario::bothContexts),
                new Combinations("two contexts, no session in the second", two, s -> {}),
                new Combinations("two contexts, the second has expired", two, Scenario::expiredInSecond),
                new Combinations("two contexts, the cookie of both secrets", two, s -> s.bothContexts()
                        .cookie(2, 1)),
                new Combinations("two contexts, a rotation has reached the first", two, s -> s.formerSecretInSecond(2)
                        .cookie(2, 1)),
                new Combinations(
                        "two contexts, the second has a session of an older secret",
                        two,
                        s -> s.formerSecretLeftInSecond(2)));
    }

    private static List<Script> oneContext() {
        return List.of(
                Script.write().a(),
                Script.write().b(),
                Script.write().a().twice(),
                Script.logout(),
                Script.logout().attacker(),
                Script.rotate(0).a(),
                Script.rotate(0).a().attacker(),
                Script.write().a().attacker());
    }

    private static List<Script> twoContexts() {
        return List.of(
                Script.write().a(),
                Script.write().a().in(1),
                Script.logout().everywhere(),
                Script.logout().everywhere().in(1),
                Script.create(0).b().in(1),
                Script.rotate(0).a().everywhere(),
                Script.rotate(0).a().everywhere().in(1),
                Script.create(0).b().in(1).everywhere(),
                Script.create(0).b().in(1).attacker(),
                Script.write().b().attacker(),
                Script.rotate(0).a().everywhere().attacker(),
                Script.rotate(0).a().everywhere().in(1).attacker());
    }

    /** All scenarios, with one attempt for each call. */
    List<Scenario> scenarios(int losses) {
        List<Scenario> scenarios = new ArrayList<>();
        int count = kinds.size();
        for (int choice = 0; choice < count * count * count; choice++) {
            int[] chosen = {choice / count / count, choice / count % count, choice % count};
            for (int[] order : ORDERS) {
                boolean sorted = chosen[0] <= chosen[1] && chosen[1] <= chosen[2];
                if (order != ORDERS[0] || sorted) {
                    scenarios.add(scenario(chosen, order, losses));
                }
            }
        }
        return scenarios;
    }

    private Scenario scenario(int[] chosen, int[] order, int losses) {
        Script[] scripts = new Script[chosen.length];
        for (int i = 0; i < scripts.length; i++) {
            Script script = kinds.get(chosen[i]);
            if (script.rotates()) {
                script = script.secret(3 + i);
            }
            scripts[i] = order[i] == NONE ? script : script.after(order[i]);
        }
        Scenario scenario =
                new Scenario(id, Arrays.toString(scripts), scripts).oneAttempt().losses(losses, losses);
        prepare.accept(scenario);
        return scenario;
    }
}
