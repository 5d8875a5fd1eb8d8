package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Condition;
import io.github.dynamosessions.embedded.expression.Expressions;
import io.github.dynamosessions.embedded.expression.KeyCondition;
import io.github.dynamosessions.embedded.expression.Path;
import io.github.dynamosessions.embedded.expression.Paths;
import io.github.dynamosessions.embedded.expression.Placeholders;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads items of one partition in the order of their sort key. */
final class Query implements Operation {

    @Override
    public Map<String, Object> run(Request request, Database database) {
        if (!request.has("KeyConditionExpression")) {
            throw ServiceError.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        PageRequest.checkSelect(request, "1 validation error detected: ");
        Placeholders placeholders =
                Placeholders.of(request, Set.of("ProjectionExpression"), "FilterExpression", "KeyConditionExpression");
        Condition filter = Expressions.condition(request, "FilterExpression", placeholders);
        KeyCondition condition = Expressions.keyCondition(request, placeholders);
        Projection projection = Expressions.projection(request, placeholders);
        placeholders.requireAllUsed();
        PageRequest page = PageRequest.of(request, database, projection, filter);
        KeyRange range = KeyRange.of(
                condition == null ? new KeyCondition(Map.of()) : condition,
                page.keys(),
                page.table().settings().types());
        checkFilter(page, filter);
        return Page.read(page, entries(page, range));
    }

    private static void checkFilter(PageRequest page, @Nullable Condition filter) {
        if (filter == null) {
            return;
        }
        for (Path path : Paths.of(filter)) {
            if (page.keys().contains(path.attribute())) {
                throw ServiceError.validation("Filter Expression can only contain non-primary key attributes: "
                        + "Primary key attribute: " + path.attribute());
            }
        }
    }

    private static Map<Position, Item> entries(PageRequest page, KeyRange range) {
        boolean backward = Boolean.FALSE.equals(page.request().fields().get("ScanIndexForward"));
        Position from = range.from();
        Position to = range.to();
        Position start = page.start();
        if (start != null) {
            if (start.compareTo(Position.before(from.hash(), List.of())) < 0
                    || start.compareTo(Position.after(from.hash(), List.of())) > 0) {
                throw ServiceError.validation(
                        "The provided starting key is outside query boundaries based on provided conditions");
            }
            if (start.compareTo(from) < 0 || start.compareTo(to) > 0) {
                throw ServiceError.validation("The provided starting key does not match the range key predicate");
            }
        }
        Position first = start == null || backward ? from : start;
        Position last = start == null || !backward ? to : start;
        NavigableMap<Position, Item> entries = page.entries().subMap(first, false, last, false);
        return backward ? entries.descendingMap() : entries;
    }
}
