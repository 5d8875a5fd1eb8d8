package io.github.dynamosessions.embedded.expression;

import java.util.ArrayList;
import java.util.List;

/** Parses projection expressions. */
final class ProjectionParser extends Parser {

    ProjectionParser(String text, Placeholders placeholders) {
        super("ProjectionExpression", text, placeholders);
    }

    Projection parse() {
        List<Path> paths = new ArrayList<>();
        do {
            paths.add(path());
        } while (takeIf(","));
        requireEnd();
        throwIfReported();
        String overlap = Overlaps.find(paths);
        if (overlap != null) {
            throw invalid(overlap);
        }
        return new Projection(paths);
    }
}
