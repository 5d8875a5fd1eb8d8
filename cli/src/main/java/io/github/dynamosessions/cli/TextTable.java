package io.github.dynamosessions.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows with aligned columns, for people. */
final class TextTable {

    private static final String GAP = "  ";

    /** What an application stores is not ours: one value must not flood the screen. */
    private static final int LONGEST_CELL = 160;

    private final List<List<String>> rows = new ArrayList<>();

    /** One line for each, its name in front. */
    static TextTable of(Map<String, ?> facts) {
        TextTable table = new TextTable();
        facts.forEach(table::row);
        return table;
    }

    /** All rows have the same number of cells. */
    TextTable row(@Nullable Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell == null ? "-" : shown(cell.toString()));
        }
        rows.add(texts);
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = IntStream.range(0, columns).map(this::width).toArray();
        return rows.stream()
                .map(row -> line(row, widths) + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String shown(String text) {
        if (text.length() <= LONGEST_CELL) {
            return printable(text);
        }
        return printable(text.substring(0, LONGEST_CELL)) + "... (" + text.length() + " characters)";
    }

    /** Without the control characters by which a value could take over the terminal. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.append((char) c);
            }
        });
        return printable.toString();
    }
}
