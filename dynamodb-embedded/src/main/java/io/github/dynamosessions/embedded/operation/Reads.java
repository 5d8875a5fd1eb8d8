package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.expression.Expressions;
import io.github.dynamosessions.embedded.expression.Placeholders;
import io.github.dynamosessions.embedded.expression.Projection;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all reads by key share. */
final class Reads {

    private Reads() {}

    static @Nullable Projection projection(Request request) {
        Placeholders placeholders = Placeholders.of(request, Set.of("ProjectionExpression"));
        Projection projection = Expressions.projection(request, placeholders);
        placeholders.requireAllUsed();
        return projection;
    }

    static @Nullable Item item(Table table, Map<String, Value> key) {
        Keys.checkNotEmpty(key, table.keys());
        Keys.checkKey(key, table.keys(), table.settings().types());
        return table.get(table.keys().position(key));
    }

    static Map<String, Value> project(Map<String, Value> item, @Nullable Projection projection) {
        return projection == null ? item : projection.of(item);
    }
}
