package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file has one job and fits a screen or two. */
class SourceSizeTest {

    private static final int MOST_LINES = 300;
    private static final int MOST_LINES_OF_THE_MEDIAN = 90;

    @Test
    void noSourceFileIsLong() throws IOException {
        assertThat(linesOfMain()).isNotEmpty().allSatisfy((file, lines) -> assertThat(lines)
                .as(file.toString())
                .isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void mostSourceFilesAreShort() throws IOException {
        int[] sizes = linesOfMain().values().stream()
                .mapToInt(Math::toIntExact)
                .sorted()
                .toArray();
        assertThat(sizes[sizes.length / 2]).isLessThanOrEqualTo(MOST_LINES_OF_THE_MEDIAN);
    }

    private static Map<Path, Long> linesOfMain() throws IOException {
        Map<Path, Long> lines = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> lines.put(file, lines(file)));
        }
        return lines;
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
