package io.github.dynamosessions.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * What one benchmark has found.
 *
 * @param name the benchmark
 * @param title its heading
 * @param text what was measured, how, and what it does not tell; Markdown
 * @param parameters what was set, by name
 * @param tables the figures
 * @param charts pictures of them
 * @param environment where and with what it was measured
 */
public record Section(
        String name,
        String title,
        String text,
        Map<String, String> parameters,
        List<Table> tables,
        List<Chart> charts,
        Environment environment) {

    /** A section measured here and now. */
    public static Section of(
            String name,
            String title,
            String text,
            Map<String, String> parameters,
            List<Table> tables,
            List<Chart> charts) {
        return new Section(name, title, text, parameters, tables, charts, Environment.current());
    }
}
