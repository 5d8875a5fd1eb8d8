package io.github.dynamosessions.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario, within bounds that fit into a build, or the full ones: {@code -Pmodel}. */
class ProtocolTest {

    private static final boolean FULL = Boolean.getBoolean("model.full");
    private static final int MAX_STATES = FULL ? 30_000_000 : 2_000_000;

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    static List<Combinations> combinations() {
        return Combinations.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void everyStateOfAScenarioIsVisitedAndOnlyDocumentedPropertiesAreViolated(Scenario scenario) {
        Result result = Checker.check(FULL ? scenario.full() : scenario, MAX_STATES);

        System.out.println(result.line());
        assertThat(result.complete()).isTrue();
        assertThat(result.traces().keySet()).as(result.text()).isEqualTo(scenario.expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("combinations")
    void everyCombinationOfThreeRequestsHolds(Combinations set) {
        int states = 0;
        List<Scenario> scenarios = set.scenarios(FULL ? 2 : 1);
        for (Scenario scenario : scenarios) {
            Result result = Checker.check(scenario, MAX_STATES);

            assertThat(result.complete()).isTrue();
            assertThat(result.traces()).as(result.text()).isEmpty();
            states += result.states();
        }
        System.out.printf("%,11d states of %,d scenarios: %s%n", states, scenarios.size(), set.id());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioHasItsOwnIdAndBoundsThatGrow(Scenario scenario) {
        Scenario full = Scenarios.named(scenario.id).full();

        assertThat(Scenarios.all().stream().filter(s -> s.id.equals(scenario.id)))
                .hasSize(1);
        assertThat(full.budget.losses()).isGreaterThanOrEqualTo(scenario.budget.losses());
        assertThat(full.horizon).isGreaterThanOrEqualTo(scenario.horizon);
    }
}
