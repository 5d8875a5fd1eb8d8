package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Condition;
import io.github.dynamosessions.embedded.expression.Expressions;
import io.github.dynamosessions.embedded.expression.Placeholders;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all items of a table or index, or one segment of them. */
final class Scan implements Operation {

    private static final long TOKENS = 1L << 31;

    @Override
    public Map<String, Object> run(Request request, Database database) {
        checkSegments(request);
        PageRequest.checkSelect(request, "");
        Placeholders placeholders = Placeholders.of(request, Set.of("ProjectionExpression"), "FilterExpression");
        Condition filter = Expressions.condition(request, "FilterExpression", placeholders);
        Projection projection = Expressions.projection(request, placeholders);
        placeholders.requireAllUsed();
        PageRequest page = PageRequest.of(request, database, projection, filter);
        return Page.read(page, entries(page));
    }

    private static void checkSegments(Request request) {
        Long segment = request.number("Segment");
        Long total = request.number("TotalSegments");
        if (segment == null && total != null) {
            throw ServiceError.validation("The Segment parameter is required but was not present in the request when "
                    + "parameter TotalSegments is present");
        }
        if (segment != null && total == null) {
            throw ServiceError.validation("The TotalSegments parameter is required but was not present in the request "
                    + "when Segment parameter is present");
        }
        if (segment != null && total != null && segment >= total) {
            throw ServiceError.validation("The Segment parameter is zero-based and must be less than parameter "
                    + "TotalSegments: Segment: " + segment + " is not less than TotalSegments: " + total);
        }
    }

    private static Map<Position, Item> entries(PageRequest page) {
        Long segment = page.request().number("Segment");
        Long total = page.request().number("TotalSegments");
        NavigableMap<Position, Item> entries = page.entries();
        Position start = page.start();
        if (segment != null && total != null) {
            Position from = bound(segment, total);
            Position to = bound(segment + 1, total);
            if (start != null && (from != null && start.compareTo(from) < 0 || to != null && start.compareTo(to) > 0)) {
                throw ServiceError.validation("The provided starting key is invalid: "
                        + "The provided starting key does not belong to the segment");
            }
            entries = from == null ? entries : entries.tailMap(from, false);
            entries = to == null ? entries : entries.headMap(to, false);
        }
        return start == null ? entries : entries.tailMap(start, false);
    }

    /** Where a segment begins; null before the first and after the last. */
    private static @Nullable Position bound(long segment, long total) {
        return segment == 0 || segment == total ? null : Position.beforeToken((int) (TOKENS * segment / total));
    }
}
