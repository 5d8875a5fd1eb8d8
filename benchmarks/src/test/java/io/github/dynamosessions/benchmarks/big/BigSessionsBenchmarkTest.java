package io.github.dynamosessions.benchmarks.big;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BigSessionsBenchmarkTest {

    @Test
    void itemsOfItsOwnMakeEveryRequestCheapThatDoesNotNeedTheBigAttribute() throws Exception {
        List<Map<String, Object>> rows =
                new BigSessionsBenchmark(List.of(20_000)).run().tables().get(0).rows();

        assertThat(unitsOf("change a small attribute", rows)).hasSize(2).satisfies(units -> {
            assertThat(units.get(0)).isGreaterThan(19);
            assertThat(units.get(1)).isLessThanOrEqualTo(2);
        });
    }

    private static List<Double> unitsOf(String request, List<Map<String, Object>> rows) {
        return rows.stream()
                .filter(row -> row.get("request").equals(request))
                .map(row -> (Double) row.get("write units"))
                .toList();
    }
}
