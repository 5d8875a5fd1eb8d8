package io.github.dynamosessions.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.report.Section;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthBenchmarkTest {

    @Test
    void scavengingCostsTheSameForTheSameNumberOfExpiredSessions() throws Exception {
        Section section = new GrowthBenchmark(List.of(20, 200), List.of(100, 200)).run();

        List<Map<String, Object>> tenExpired = section.tables().get(0).rows().stream()
                .filter(row -> row.get("expired").equals(10))
                .toList();
        assertThat(tenExpired).extracting(row -> row.get("sessions")).containsExactly(20, 200);
        assertThat(tenExpired.get(0).get("calls made"))
                .isEqualTo(tenExpired.get(1).get("calls made"));
        assertThat(tenExpired.get(0).get("calls made").toString()).contains("GetItem 10", "UpdateItem 10");
        assertThat(section.tables().get(1).rows())
                .extracting(row -> row.get("distinct sessions"))
                .containsExactly(100, 200);
    }
}
