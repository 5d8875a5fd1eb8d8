package io.github.dynamosessions.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A directory with a JSON file for each benchmark, and the report on all of them. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path directory;
    private final List<String> names;

    /**
     * A report.
     *
     * @param directory where it is written; created if it is missing
     * @param names all benchmarks, in the order of the report
     */
    public Report(Path directory, List<String> names) {
        this.directory = directory;
        this.names = names;
    }

    /** Writes the results of one benchmark, in place of those of an earlier run. */
    public void add(Section section) throws IOException {
        Files.createDirectories(directory);
        JSON.writeValue(json(section.name()).toFile(), section);
        for (Chart chart : section.charts()) {
            PngCharts.draw(chart, directory);
        }
        Files.writeString(directory.resolve("README.md"), Markdown.of(sections()));
    }

    private List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        for (String name : names) {
            if (Files.exists(json(name))) {
                sections.add(JSON.readValue(json(name).toFile(), Section.class));
            }
        }
        return sections;
    }

    private Path json(String name) {
        return directory.resolve(name + ".json");
    }
}
