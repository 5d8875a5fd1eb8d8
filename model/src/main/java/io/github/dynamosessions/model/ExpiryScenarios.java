package io.github.dynamosessions.model;

import static io.github.dynamosessions.model.Scenario.scenario;
import static io.github.dynamosessions.model.Script.changeIdle;
import static io.github.dynamosessions.model.Script.logout;
import static io.github.dynamosessions.model.Script.read;
import static io.github.dynamosessions.model.Script.scavenge;
import static io.github.dynamosessions.model.Script.write;

import java.util.List;

/** Scenarios in which time passes. */
final class ExpiryScenarios {

    private ExpiryScenarios() {}

    static List<Scenario> all() {
        return List.of(
                scenario("e1 expiry: two scavengers, a read that prolongs, a crash", scavenge(), scavenge(), read())
                        .expires(6, 8)
                        .faults(Budget.losses(1).crashes(1), Budget.losses(2).crashes(1)),
                scenario(
                                "e2 expiry: a scavenger beside writes that do not prolong",
                                scavenge(),
                                write().a(),
                                write().b())
                        .expires(5, 7)
                        .losses(1, 2),
                scenario("e3 reads on two nodes, clocks one tick apart", read(), read().on(1), read().after(0))
                        .expires(6, 9)
                        .skew(0, 1, 0)
                        .losses(1, 2),
                scenario(
                                "e4 reads and a scavenger, clocks three ticks apart",
                                read(),
                                read().on(1),
                                scavenge().on(1))
                        .expires(6, 8)
                        .skew(0, 3, 0)
                        .losses(1, 2),
                scenario("e5 expiry and a logout at once", scavenge(), logout(), read())
                        .expires(6, 8)
                        .losses(1, 2),
                scenario(
                                "e6 the idle timeout is lowered, beside a read and a scavenger",
                                changeIdle(2),
                                read(),
                                scavenge())
                        .expires(7, 9)
                        .losses(1, 2)
                        .expects(Property.EXPIRED_EARLY),
                scenario(
                                "e7 the idle timeout is raised, beside a read and a scavenger",
                                changeIdle(6),
                                read(),
                                scavenge())
                        .expires(8, 10)
                        .losses(1, 2));
    }
}
