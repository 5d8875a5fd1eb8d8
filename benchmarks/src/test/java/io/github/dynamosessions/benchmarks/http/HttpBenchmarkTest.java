package io.github.dynamosessions.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.report.Section;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpBenchmarkTest {

    @Test
    void measuresEveryKindOfSessions() throws Exception {
        HttpSettings one =
                new HttpSettings(2, Duration.ofMillis(50), 1, Duration.ofMillis(200), List.of(300), List.of(3));

        Section section = new HttpBenchmark(one).run();

        assertThat(section.tables().get(0).rows())
                .filteredOn(row -> row.get("threads").equals("platform"))
                .extracting(row -> row.get("sessions"))
                .containsExactly("no session", "in memory", "this library");
        assertThat(section.tables().get(0).rows())
                .allSatisfy(row -> assertThat((Double) row.get("requests/s")).isPositive());
    }
}
