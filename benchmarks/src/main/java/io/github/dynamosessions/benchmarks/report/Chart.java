package io.github.dynamosessions.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of figures: bars over categories, or lines over numbers.
 *
 * @param name its file, without the extension
 * @param title what it tells
 * @param xTitle what the categories or the numbers are
 * @param yTitle what is measured, with its unit
 * @param kind how it is drawn
 * @param x the categories, or numbers as text
 * @param series the figures by what they belong to, one for each x
 */
public record Chart(
        String name,
        String title,
        String xTitle,
        String yTitle,
        Kind kind,
        List<String> x,
        Map<String, List<Double>> series) {

    /** How a chart is drawn. */
    public enum Kind {
        /** One bar for each series and category. */
        BARS,
        /** One line for each series; both axes are logarithmic. */
        LOG_LINES
    }

    /** A chart that series are added to. */
    public static Chart of(String name, String title, String xTitle, String yTitle, Kind kind, List<?> x) {
        return new Chart(
                name,
                title,
                xTitle,
                yTitle,
                kind,
                x.stream().map(String::valueOf).toList(),
                new LinkedHashMap<>());
    }

    /** Adds a series. */
    public Chart with(String label, List<Double> figures) {
        if (figures.size() != x.size()) {
            throw new IllegalArgumentException(label + " has " + figures.size() + " figures for " + x.size());
        }
        series.put(label, figures);
        return this;
    }
}
