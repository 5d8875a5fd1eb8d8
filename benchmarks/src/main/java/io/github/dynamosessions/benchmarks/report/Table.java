package io.github.dynamosessions.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures that belong together.
 *
 * @param title what they tell
 * @param rows for each row, the figures by column; all rows have the same columns
 */
public record Table(String title, List<Map<String, Object>> rows) {

    /** A table that rows are added to. */
    public static Table titled(String title) {
        return new Table(title, new ArrayList<>());
    }

    /** Begins a row. */
    public Row row() {
        Map<String, Object> cells = new LinkedHashMap<>();
        rows.add(cells);
        return new Row(cells);
    }

    /** A row under construction. */
    public static final class Row {

        private final Map<String, Object> cells;

        private Row(Map<String, Object> cells) {
            this.cells = cells;
        }

        /** Adds a column: text, a whole number, or a number with what digits it has. */
        public Row with(String column, Object value) {
            cells.put(column, value);
            return this;
        }

        /** Adds a number, rounded to so many digits after the point. */
        public Row with(String column, double value, int digits) {
            double factor = Math.pow(10, digits);
            return with(column, Math.round(value * factor) / factor);
        }
    }
}
