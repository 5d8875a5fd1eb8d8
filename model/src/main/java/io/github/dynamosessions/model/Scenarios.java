package io.github.dynamosessions.model;

import static io.github.dynamosessions.model.Scenario.scenario;
import static io.github.dynamosessions.model.Script.create;
import static io.github.dynamosessions.model.Script.logout;
import static io.github.dynamosessions.model.Script.rotate;
import static io.github.dynamosessions.model.Script.write;

import java.util.ArrayList;
import java.util.List;

/** All scenarios, and in this file those of one context without expiry and large values. */
final class Scenarios {

    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(writes());
        all.addAll(logouts());
        all.addAll(creations());
        all.addAll(rotations());
        all.addAll(ExpiryScenarios.all());
        all.addAll(ReadScenarios.all());
        all.addAll(ContextScenarios.all());
        return all;
    }

    static Scenario named(String id) {
        return all().stream().filter(s -> s.id.equals(id)).findFirst().orElseThrow();
    }

    private static List<Scenario> writes() {
        return List.of(
                scenario(
                                "w1 two writes of one attribute, one after the other",
                                write().a(),
                                write().a().after(0))
                        .losses(3, 6),
                scenario(
                                "w2 four writes of one attribute, each after the one before",
                                write().a(),
                                write().a().after(0),
                                write().a().after(1),
                                write().a().after(2))
                        .losses(3, 5),
                scenario(
                                "w3 writes of a, one after the other; writes of b beside them",
                                write().a(),
                                write().a().after(0),
                                write().b(),
                                write().b())
                        .losses(1, 2),
                scenario(
                                "w4 writes of a, of b and of both at once",
                                write().a(),
                                write().b(),
                                write().a().b())
                        .losses(2, 4),
                scenario(
                                "w5 the versions map is emptied, while attempts are delayed",
                                write().a(),
                                write().b(),
                                write().a().after(0),
                                write().b().after(1))
                        .entries(1)
                        .losses(1, 2),
                scenario(
                                "w6 a request writes again without reading, beside others",
                                write().a().twice(),
                                write().a(),
                                write().b())
                        .entries(1)
                        .losses(1, 3),
                scenario(
                                "w7 a write whose answer is lost, and one that has read its value: it returns",
                                write().a(),
                                write().a())
                        .losses(1, 3)
                        .returns()
                        .expects(Property.READ_VALUE_RETURNS));
    }

    private static List<Scenario> logouts() {
        return List.of(
                scenario(
                                "l1 a logout, a write beside it and one after it",
                                logout(),
                                write().a(),
                                write().b().after(0))
                        .losses(2, 5),
                scenario(
                                "l2 a logout, a write, a logout and a write, each after the one before",
                                logout(),
                                write().a().after(0),
                                logout().after(1),
                                write().b().after(2))
                        .losses(3, 6),
                scenario("l3 three logouts at once", logout(), logout(), logout())
                        .losses(2, 4));
    }

    private static List<Scenario> creations() {
        return List.of(
                scenario(
                                "c1 a creation, then a write and a logout",
                                create(1).a(),
                                write().b().after(0),
                                logout().after(0))
                        .fresh()
                        .losses(3, 5),
                scenario(
                                "c2 a creation, then a rotation, then a logout",
                                create(1).a(),
                                rotate(2).b().after(0),
                                logout().after(1))
                        .fresh()
                        .losses(4, 6),
                scenario(
                                "c3 the same, and TTL removes a tombstone before a delayed attempt is executed",
                                create(1).a(),
                                rotate(2).b().after(0),
                                logout().after(1))
                        .fresh()
                        .faults(Budget.losses(2).removals(1), Budget.losses(3).removals(1))
                        .expects(Property.REVIVED),
                scenario(
                                "c4 onWriteFailure=LOG: a creation, then a write, a rotation and a logout",
                                create(1).a(),
                                write().a().after(0),
                                rotate(2).b().after(0),
                                logout().after(0))
                        .fresh()
                        .log()
                        .losses(2, 4));
    }

    private static List<Scenario> rotations() {
        return List.of(
                scenario(
                                "r1 a rotation, a write beside it, a write after it",
                                rotate(2).a(),
                                write().b(),
                                write().a().after(0))
                        .faults(Budget.losses(2).throttles(1), Budget.losses(4).throttles(2)),
                scenario(
                                "r2 a rotation and writes of the same attribute at once",
                                rotate(2).a(),
                                write().a(),
                                write().a())
                        .faults(
                                Budget.losses(2).failedReads(1),
                                Budget.losses(4).throttles(1).failedReads(1)),
                scenario(
                                "r3 a rotation, a logout beside it, a write after it",
                                rotate(2).a(),
                                logout(),
                                write().a().after(0))
                        .losses(3, 5),
                scenario(
                                "r4 two rotations, one after the other, and a write beside them",
                                rotate(2).a(),
                                rotate(3).a().after(0),
                                write().b())
                        .losses(2, 4),
                scenario(
                                "r5 two rotations of one client at once, then a write",
                                rotate(2).a(),
                                rotate(3).b(),
                                write().a().after(0))
                        .losses(4, 5),
                scenario(
                                "r6 a rotation, and a client that knows only the old secret: writes beside and after it",
                                rotate(2).a(),
                                write().b().attacker(),
                                write().b().attacker().after(0))
                        .losses(3, 5),
                scenario(
                                "r7 a rotation, and one by a client that knows only the old secret",
                                rotate(2).a(),
                                rotate(3).b().attacker(),
                                write().a().after(0))
                        .losses(4, 5),
                scenario(
                                "r8 a rotation, a logout and a write at once, TTL removes the tombstone",
                                rotate(2).a(),
                                logout(),
                                write().b())
                        .faults(Budget.losses(2).removals(1), Budget.losses(3).removals(1)),
                scenario(
                                "r9 a rotation in doubt, then writes with the cookie of both secrets, a crash",
                                rotate(2).a(),
                                write().b().after(0),
                                write().a().after(0),
                                write().b().attacker())
                        .oneAttempt()
                        .faults(Budget.losses(2), Budget.losses(3).crashes(1)),
                scenario(
                                "r10 the cookie of both secrets: a rotation, writes beside and after it",
                                rotate(3).a(),
                                write().b(),
                                write().b().after(0))
                        .cookie(2, 1)
                        .losses(2, 4),
                scenario(
                                "r11 three rotations, each after the one before, all of which may be in doubt",
                                rotate(2).a(),
                                rotate(3).b().after(0),
                                rotate(4).b().after(1),
                                write().a().after(2))
                        .oneAttempt()
                        .losses(6, 8),
                scenario(
                                "r12 two rotations of one client at once: the cookie of the one in doubt arrives last",
                                rotate(2).a(),
                                rotate(3).b())
                        .oneAttempt()
                        .losses(2, 4)
                        .strict()
                        .expects(Property.CLIENT_LOST));
    }
}
