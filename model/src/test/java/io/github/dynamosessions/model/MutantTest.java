package io.github.dynamosessions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker finds what it looks for: a protocol that is broken on purpose violates the property that it should. */
class MutantTest {

    private static final int MAX_STATES = 500_000;

    static Stream<Arguments> mutants() {
        return Stream.of(
                arguments(Mutant.LOGOUT_WITHOUT_VERSION, "l1", Property.LATE_END),
                arguments(Mutant.FOLLOWS_AFTER_LOST_RACE, "r7", Property.WAY_BACK),
                arguments(Mutant.NO_FENCE, "r1", Property.CLIENT_LOST),
                arguments(Mutant.DELETE_INSTEAD_OF_TOMBSTONE, "c1", Property.REVIVED),
                arguments(Mutant.NO_ATTRIBUTE_NUMBERS, "w1", Property.LATE_UNDO),
                arguments(Mutant.NO_ATTRIBUTE_NUMBERS, "w6", Property.ACK_LOST),
                arguments(Mutant.COLLAPSE_WITHOUT_BASE, "w5", Property.LATE_UNDO),
                arguments(Mutant.ROTATION_WITHOUT_ID_VERSION, "r5", Property.WAY_BACK),
                arguments(Mutant.ROLL_FORWARD_WITHOUT_ID_VERSION, "r10", Property.WAY_BACK),
                arguments(Mutant.NO_COOKIE_IN_DOUBT, "r9", Property.CLIENT_LOST),
                arguments(Mutant.EVERY_TOMBSTONE_IS_MINE, "l3", Property.NOTIFIED_TWICE),
                arguments(Mutant.NOTIFIES_WITHOUT_ANSWER, "l1", Property.NOTIFIED_WITHOUT_END),
                arguments(Mutant.REFUSED_IS_ENDED, "w4", Property.DROPPED_ALIVE),
                arguments(Mutant.CREATES_OVER_EVERY_TOMBSTONE, "c1", Property.REVIVED),
                arguments(Mutant.CREATION_STARTS_AT_ONE, "m12", Property.LATE_UNDO),
                arguments(Mutant.TOMBSTONE_OF_EXPIRY_WITHOUT_VERSION, "m11", Property.LATE_UNDO),
                arguments(Mutant.TOMBSTONE_OF_EXPIRY_WITH_VERSION_READ_BEFORE, "m12", Property.LATE_UNDO),
                arguments(Mutant.EXPIRY_WITHOUT_VERSION, "e1", Property.EXPIRED_EARLY),
                arguments(Mutant.TIMES_NOT_COMPARED, "e3", Property.EXPIRED_EARLY),
                arguments(Mutant.DROPS_TIMES_AFTER_CHANGE_OF_IDLE, "e6", Property.EXPIRED_EARLY),
                arguments(Mutant.PLAIN_COOKIE_AFTER_ROLL_FORWARD, "r10", Property.CLIENT_LOST),
                arguments(Mutant.PLAIN_COOKIE_AFTER_ROLL_FORWARD, "m8", Property.CLIENT_LOST),
                arguments(Mutant.OWN_ITEM_FIRST, "m2", Property.CLIENT_LOST),
                arguments(Mutant.BELIEVES_STALE_MISS, "s1", Property.CLIENT_LOST),
                arguments(Mutant.IGNORES_OTHER_SECRET, "m2", Property.TWO_LIVE),
                arguments(Mutant.IGNORES_OTHER_SECRET, "m2", Property.BLOCKED),
                arguments(Mutant.ROTATES_WITHOUT_ROLLING_FORWARD, "m8", Property.TWO_LIVE),
                arguments(Mutant.CREATION_LEAVES_OTHER_CONTEXT_ALONE, "m6", Property.TWO_LIVE),
                arguments(Mutant.ROTATES_FIRST_WITHOUT_LOOKING_AGAIN, "m19", Property.CLIENT_LOST),
                arguments(Mutant.CREATION_STOPS_AT_TOMBSTONE, "m16", Property.DROPPED_ALIVE),
                arguments(Mutant.CREATION_ENDS_OTHER_SECRET, "m6", Property.LOST),
                arguments(Mutant.NEW_ID_BESIDE_OTHER_SECRET, "m9", Property.CLIENT_LOST),
                arguments(Mutant.LOGOUT_LOOKS_ONCE, "m5", Property.REVIVED),
                arguments(Mutant.RETRIES_AFTER_RESPONSE, "c4", Property.LATE_UNDO),
                arguments(Mutant.REUSES_CHUNKS_IN_DOUBT, "v1", Property.DANGLING),
                arguments(Mutant.DELETES_CHUNKS_FIRST, "v1", Property.DANGLING),
                arguments(Mutant.READER_IGNORES_ID_VERSION, "v3", Property.WAY_BACK),
                arguments(Mutant.MISSING_TWICE_IS_UNREADABLE, "v2", Property.UNREADABLE));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("mutants")
    void aBrokenProtocolIsCaughtWithATraceThatEndsInTheViolation(Mutant mutant, String id, Property property) {
        Result result = Checker.check(Scenarios.named(id).with(mutant), MAX_STATES);

        assertThat(result.traces()).as(result.line()).containsKey(property);
        assertThat(result.traces().get(property)).startsWith(property + ": ").contains("] ");
    }

    @Test
    void everyMutantIsCaughtByATest() {
        assertThat(mutants().map(a -> a.get()[0]).distinct()).containsExactlyInAnyOrder((Object[]) Mutant.values());
    }

    @Test
    void everyPropertyIsViolatedByAMutantOrByADocumentedScenario() {
        Stream<Property> mutated = mutants().map(a -> (Property) a.get()[2]);
        Stream<Property> documented = Scenarios.all().stream().flatMap(s -> s.expected.stream());

        assertThat(Stream.concat(mutated, documented).distinct()).contains(Property.values());
    }
}
