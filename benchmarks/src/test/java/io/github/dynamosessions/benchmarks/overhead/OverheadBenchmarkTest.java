package io.github.dynamosessions.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class OverheadBenchmarkTest {

    private static final JmhSettings ONE_LOOK_IN_THIS_PROCESS = new JmhSettings(0, 0, 1, 1);

    @Test
    void measuresEveryOperationAndGivesItsRatios() throws Exception {
        OverheadBenchmark benchmark =
                new OverheadBenchmark(ONE_LOOK_IN_THIS_PROCESS, List.of(Shape.MIXED), List.of(6_000));

        Section section = benchmark.run();

        assertThat(section.tables().get(0).rows())
                .extracting(row -> row.get("operation"))
                .containsExactly("load", "update", "create", "load", "update", "create");
        assertThat(section.charts().get(0).series()).containsOnlyKeys("load", "update", "create");
        assertThat(benchmark.ratios()).containsOnlyKeys("load", "update", "create");
        assertThat(benchmark.ratios().values())
                .as("allocated bytes, which hardly depend on the machine")
                .allSatisfy(ratios -> assertThat(((Map<?, ?>) ((Map<?, ?>) ratios).get("allocation")).get("worst"))
                        .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                        .isLessThanOrEqualTo(1.25));
    }
}
