package io.github.dynamosessions.model;

import static io.github.dynamosessions.model.Scenario.scenario;
import static io.github.dynamosessions.model.Script.create;
import static io.github.dynamosessions.model.Script.logout;
import static io.github.dynamosessions.model.Script.readLarge;
import static io.github.dynamosessions.model.Script.rotate;
import static io.github.dynamosessions.model.Script.write;

import java.util.List;
import java.util.stream.Stream;

/** Scenarios in which something is read a second time: large values, and eventually consistent reads. */
final class ReadScenarios {

    private ReadScenarios() {}

    static List<Scenario> all() {
        return Stream.concat(largeValues().stream(), staleReads().stream()).toList();
    }

    private static List<Scenario> largeValues() {
        return List.of(
                scenario(
                                "v1 large values: two writes at once, and one after",
                                write().large(),
                                write().large(),
                                write().large().after(0))
                        .largeValue()
                        .losses(1, 2),
                scenario("v2 a large value is read beside two writes", readLarge(), write().large(), write().large())
                        .largeValue()
                        .losses(1, 3),
                scenario(
                                "v3 a large value is read under the old secret while a rotation and a write replace it",
                                readLarge().attacker(),
                                rotate(2).b(),
                                write().large().after(1))
                        .largeValue()
                        .losses(2, 4),
                scenario(
                                "v4 a rotation with a large value, a write and a read beside it",
                                rotate(2).large(),
                                write().large(),
                                readLarge())
                        .largeValue()
                        .losses(1, 3),
                scenario(
                                "v5 a rotation with a large value in doubt, then a write and a read",
                                rotate(2).large(),
                                write().large().after(0),
                                readLarge().after(0))
                        .largeValue()
                        .oneAttempt()
                        .losses(2, 4),
                scenario("v6 a logout, a write and a read of a large value", logout(), write().large(), readLarge())
                        .largeValue()
                        .losses(1, 3));
    }

    private static List<Scenario> staleReads() {
        return List.of(
                scenario(
                                "s1 consistentReads=false: a creation, then writes",
                                create(1).a(),
                                write().b().after(0),
                                write().a().after(1))
                        .fresh()
                        .losses(2, 3)
                        .staleReads(2, 3),
                scenario(
                                "s2 consistentReads=false: a rotation, writes beside and after it, a logout",
                                rotate(2).a(),
                                write().a(),
                                write().a().after(0),
                                logout().after(0))
                        .losses(1, 3)
                        .staleReads(1, 2),
                scenario(
                                "s3 consistentReads=false: a rotation, then a client that knows only the old secret",
                                rotate(2).a(),
                                write().b().attacker().after(0))
                        .losses(1, 2)
                        .staleReads(1, 2)
                        .expects(Property.WAY_BACK));
    }
}
