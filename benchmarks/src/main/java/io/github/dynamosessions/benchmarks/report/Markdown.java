package io.github.dynamosessions.benchmarks.report;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Sections as one Markdown page. */
final class Markdown {

    private static final String INTRODUCTION = """
            # Benchmarks

            Written by `java -jar benchmarks/target/benchmarks.jar all`; each section has its figures as JSON beside this page.
            How to run it: [CONTRIBUTING.md](../../CONTRIBUTING.md).

            Two kinds of DynamoDB were used. **`dynamodb-embedded`** tells calls and units as DynamoDB would; how long it takes means
            nothing. A **stub of DynamoDB** inside the process answers every read with the same item and every write with success,
            so that times are those of the store and the SDK alone. What a real table adds to each call is the network and
            DynamoDB itself: single-digit milliseconds, beside which the times here are small.
            """;

    private Markdown() {}

    static String of(List<Section> sections) {
        return sections.stream().map(Markdown::section).collect(Collectors.joining("\n", INTRODUCTION + "\n", ""));
    }

    private static String section(Section section) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(section.title()).append("\n\n");
        text.append(section.text().strip()).append("\n\n");
        section.tables().forEach(table -> text.append(table(table)).append('\n'));
        section.charts().forEach(chart -> text.append("![%s](%s.png)%n%n".formatted(chart.title(), chart.name())));
        text.append(where(section));
        return text.toString();
    }

    private static String table(Table table) {
        StringBuilder text = new StringBuilder();
        if (!table.title().isEmpty()) {
            text.append("**").append(table.title()).append("**\n\n");
        }
        Map<String, Object> first = table.rows().get(0);
        text.append(line(first.keySet()));
        text.append(line(first.values().stream()
                .map(value -> value instanceof Number ? "---:" : "---")
                .toList()));
        table.rows()
                .forEach(row -> text.append(
                        line(row.values().stream().map(Markdown::cell).toList())));
        return text.toString();
    }

    /** Parameters and surroundings, to be opened by who wants to repeat it. */
    private static String where(Section section) {
        StringBuilder text = new StringBuilder("<details><summary>Parameters and machine</summary>\n\n");
        text.append("| | |\n|---|---|\n");
        section.parameters().forEach((name, value) -> text.append(line(List.of(name, value))));
        Environment environment = section.environment();
        text.append(line(List.of("date", environment.date())));
        text.append(line(List.of("machine", environment.machine())));
        text.append(line(List.of("JDK", environment.jdk())));
        environment.versions().forEach((name, version) -> text.append(line(List.of(name, version))));
        return text.append("\n</details>\n").toString();
    }

    private static String line(Collection<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Large whole numbers with separators, others as they are. */
    private static String cell(Object value) {
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            boolean whole = exact.stripTrailingZeros().scale() <= 0;
            return whole ? String.format(Locale.ROOT, "%,d", exact.longValue()) : exact.toPlainString();
        }
        return String.valueOf(value);
    }
}
