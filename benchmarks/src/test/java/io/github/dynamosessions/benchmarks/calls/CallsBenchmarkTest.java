package io.github.dynamosessions.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.dynamo.Prices;
import io.github.dynamosessions.benchmarks.report.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsBenchmarkTest {

    private static final int REQUESTS = 60;

    @Test
    void theSameSeedMakesTheSameCallsAndWholeItemsCostMore() throws Exception {
        Section section = benchmark().run();

        List<Map<String, Object>> rows = section.tables().get(0).rows();
        assertThat(rows)
                .extracting(row -> row.get("store"))
                .containsExactly("this library", "this library, nothing compressed", "whole items");
        assertThat((Double) rows.get(0).get("dollars")).isPositive().isLessThan((Double)
                rows.get(2).get("dollars"));
        assertThat(callsMade(benchmark().run())).isEqualTo(callsMade(section));
    }

    /** Units may differ a little: when the bucket of the expiry index changes depends on the time of day. */
    private static List<Object> callsMade(Section section) {
        return section.tables().get(0).rows().stream()
                .map(row -> row.get("calls made"))
                .toList();
    }

    private static CallsBenchmark benchmark() {
        return new CallsBenchmark(REQUESTS, 7, Duration.ofSeconds(20), Prices.US_EAST_1, List.of(2_000));
    }
}
