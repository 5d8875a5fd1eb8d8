package io.github.dynamosessions.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path directory;

    @Test
    void holdsTheLatestFiguresOfEveryBenchmarkInOrder() throws IOException {
        Report report = new Report(directory, List.of("one", "two"));

        report.add(section("two", 1.0));
        report.add(section("two", 2_345.0));
        report.add(section("one", 0.25));

        assertThat(directory.resolve("README.md"))
                .content()
                .containsSubsequence(
                        "## About one", "| a | 0.25 |", "![chart](one.png)", "## About two", "| a | 2,345 |")
                .doesNotContain("| a | 1 |");
    }

    @Test
    void drawsChartsAsPictures() throws IOException {
        new Report(directory, List.of("one")).add(section("one", 1.0));

        assertThat(Files.readAllBytes(directory.resolve("one.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    private static Section section(String name, double figure) {
        Table table = Table.titled("table");
        table.row().with("what", "a").with("figure", figure);
        Chart chart = Chart.of(name, "chart", "x", "y", Chart.Kind.LOG_LINES, List.of(1, 10))
                .with("series", List.of(1.0, 2.0));
        return Section.of(name, "About " + name, "Text.", Map.of("a", "b"), List.of(table), List.of(chart));
    }
}
