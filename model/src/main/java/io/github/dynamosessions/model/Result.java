package io.github.dynamosessions.model;

import java.util.Map;

/**
 * What the checker has found.
 *
 * @param complete whether all states within the bounds were seen
 * @param traces a shortest trace for each property that was violated
 */
record Result(Scenario scenario, int states, boolean complete, long millis, Map<Property, String> traces) {

    boolean holds() {
        return traces.isEmpty();
    }

    /** Nothing is violated but what the scenario documents. */
    boolean asExpected() {
        return traces.keySet().equals(scenario.expected);
    }

    String line() {
        return String.format(
                "%-4s %,11d states%s %5.1f s  %s  (%s)",
                scenario.id,
                states,
                complete ? "" : " (NOT ALL)",
                millis / 1000.0,
                holds() ? "holds" : (asExpected() ? "as documented: " : "VIOLATED: ") + traces.keySet(),
                scenario.title);
    }

    String text() {
        StringBuilder text = new StringBuilder(line());
        traces.values().forEach(trace -> text.append("\n").append(trace));
        return text.toString();
    }
}
