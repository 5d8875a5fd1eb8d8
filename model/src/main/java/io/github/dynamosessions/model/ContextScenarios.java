package io.github.dynamosessions.model;

import static io.github.dynamosessions.model.Scenario.scenario;
import static io.github.dynamosessions.model.Script.create;
import static io.github.dynamosessions.model.Script.logout;
import static io.github.dynamosessions.model.Script.rotate;
import static io.github.dynamosessions.model.Script.scavenge;
import static io.github.dynamosessions.model.Script.write;

import java.util.List;

/** Scenarios of two contexts, each of which has its own item of the session. */
final class ContextScenarios {

    private ContextScenarios() {}

    static List<Scenario> all() {
        return List.of(
                scenario(
                                "m1 a rotation in doubt, then a write in each context",
                                rotate(2).a().everywhere(),
                                write().a().after(0),
                                write().a().in(1).after(0))
                        .bothContexts()
                        .oneAttempt()
                        .losses(3, 5),
                scenario(
                                "m2 rotations in both contexts at once, then a write",
                                rotate(2).a().everywhere(),
                                rotate(3).a().in(1).everywhere(),
                                write().a().in(1).after(0))
                        .bothContexts()
                        .faults(Budget.losses(2), Budget.losses(3))
                        .strict(),
                scenario(
                                "m3 logouts and writes in both contexts",
                                logout().everywhere(),
                                write().a().in(1),
                                write().a().after(0),
                                logout().everywhere().in(1).after(0))
                        .bothContexts()
                        .losses(2, 3),
                scenario(
                                "m4 a rotation in one context, a logout in the other",
                                rotate(2).a().everywhere(),
                                logout().everywhere().in(1),
                                write().b().in(1))
                        .bothContexts()
                        .losses(2, 4),
                scenario(
                                "m5 a second context creates a session while the first logs out",
                                create(0).a().in(1),
                                logout().everywhere(),
                                write().b().in(1))
                        .losses(2, 4),
                scenario(
                                "m6 a second context creates sessions while the first rotates",
                                create(0).a().in(1),
                                create(0).b().in(1),
                                rotate(2).a().everywhere())
                        .losses(2, 3),
                scenario(
                                "m7 a rotation in the second context, a client that knows only the old secret creates there",
                                rotate(2).a().everywhere().in(1),
                                create(0).b().in(1).attacker(),
                                write().a().in(1).after(0))
                        .bothContexts()
                        .oneAttempt()
                        .losses(2, 4),
                scenario(
                                "m8 the cookie of both secrets: a rotation, a write beside it and one after it",
                                rotate(3).a().everywhere(),
                                write().a().in(1).after(0),
                                write().b().in(1))
                        .bothContexts()
                        .cookie(2, 1)
                        .losses(2, 4),
                scenario(
                                "m9 the second context has a session of an older secret: a creation, a rotation, a logout",
                                create(0).a().in(1),
                                rotate(3).a().everywhere(),
                                logout().everywhere())
                        .formerSecretLeftInSecond(2)
                        .losses(1, 3),
                scenario(
                                "m10 the session of the second context has expired: two creations and a write there, a logout",
                                create(0).a().in(1),
                                create(0).b().in(1),
                                write().a().in(1).after(0),
                                logout().everywhere())
                        .expiredInSecond()
                        .losses(1, 2),
                scenario(
                                "m11 a write is delayed, its session expires in one context and is created there again",
                                write().a().in(1),
                                create(0).a().in(1).after(0),
                                scavenge().in(1))
                        .expiresInSecond(2, 7)
                        .losses(2, 2),
                scenario(
                                "m12 the same, with more writes while the scavenger ends the session",
                                write().a().in(1).twice(),
                                write().a().in(1),
                                create(0).a().in(1).after(1),
                                scavenge().in(1))
                        .expiresInSecond(1, 1)
                        .entries(0)
                        .oneAttempt()
                        .losses(1, 2),
                scenario(
                                "m13 a session expires, is created again and expires again, ended by the same scavenger",
                                create(0).a().in(1),
                                scavenge().in(1))
                        .expiresInSecond(7, 9)
                        .losses(2, 3),
                scenario(
                                "m14 the cookie of both secrets: a second context creates sessions, a rotation",
                                create(0).a().in(1),
                                create(0).b().in(1),
                                rotate(3).a().everywhere())
                        .cookie(2, 1)
                        .losses(2, 3),
                scenario(
                                "m16 the session of the second context was ended alone: creations there, a logout of both",
                                create(0).a().in(1),
                                create(0).b().in(1),
                                logout().everywhere())
                        .endedInSecond()
                        .losses(1, 3),
                scenario(
                                "m17 a creation in the second context that rotates the ID, a rotation and a logout in the first",
                                create(2).a().in(1).everywhere(),
                                rotate(3).a().everywhere(),
                                logout().everywhere())
                        .losses(2, 3),
                scenario(
                                "m18 a creation in the second context that rotates the ID, a write in each context after it",
                                create(2).a().in(1).everywhere(),
                                write().b().in(1).after(0),
                                write().a().after(0))
                        .oneAttempt()
                        .losses(3, 5),
                scenario(
                                "m19 creations in the second context, one of which rotates the ID, and a rotation that may be in doubt",
                                rotate(3).a().everywhere(),
                                create(0).b().in(1),
                                create(2).a().in(1).everywhere())
                        .oneAttempt()
                        .losses(2, 2),
                scenario(
                                "m15 the cookie of both secrets: a second context creates sessions, a write there",
                                create(0).a().in(1),
                                create(0).b().in(1),
                                write().a().in(1).after(0))
                        .cookie(2, 1)
                        .losses(2, 3));
    }
}
