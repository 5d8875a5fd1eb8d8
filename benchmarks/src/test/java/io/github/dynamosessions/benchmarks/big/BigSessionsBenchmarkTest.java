package io.github.dynamosessions.benchmarks.big;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.report.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class BigSessionsBenchmarkTest {

    @Test
    void measuresEveryKindOfRequest() throws Exception {
        Section section = new BigSessionsBenchmark(List.of(20_000)).run();

        assertThat(section.tables().get(0).rows())
                .extracting(row -> row.get("request"))
                .containsExactly(
                        "create",
                        "read a small attribute",
                        "read the big attribute",
                        "change a small attribute",
                        "read, and write that it was used",
                        "log out");
    }
}
