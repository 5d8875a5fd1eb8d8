package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Numbers;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an update does with an item.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Update
 *     expressions</a>
 */
public final class Update {

    /** One clause. The calculation of ADD and DELETE is a literal; REMOVE has none. */
    record Action(Kind kind, Path path, @Nullable Calculation calculation) {}

    enum Kind {
        SET,
        REMOVE,
        ADD,
        DELETE
    }

    private final List<Action> actions;

    Update(List<Action> actions) {
        this.actions = actions;
    }

    /** The parts of an item that it changes. */
    public Projection changed() {
        return new Projection(actions.stream().map(Action::path).toList());
    }

    /** The attributes that it changes. */
    public Set<String> attributes() {
        Set<String> attributes = new LinkedHashSet<>();
        actions.forEach(action -> attributes.add(action.path().attribute()));
        return attributes;
    }

    /** The attributes that it sets to a value of the request. */
    public Map<String, Value> literals() {
        Map<String, Value> literals = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action.path().isAttribute() && action.calculation() instanceof Calculation.Literal literal) {
                literals.put(action.path().attribute(), literal.value());
            }
        }
        return literals;
    }

    /**
     * The item after the update.
     *
     * @throws ServiceError if the update does not fit the item
     */
    public Map<String, Value> apply(Map<String, Value> item) {
        List<Edit> edits = new ArrayList<>();
        for (Action action : actions) {
            edits.add(new Edit(action.path(), value(action, item)));
        }
        // Positions in lists are those before the update: new elements in order first, then removals from the end.
        edits.sort(Comparator.comparing(Edit::isRemoval).thenComparing(Edit::order));
        Map<String, Value> result = item;
        for (Edit edit : edits) {
            result = Documents.with(result, edit.path(), edit.value());
        }
        return Collections.unmodifiableMap(result);
    }

    private record Edit(Path path, @Nullable Value value) {

        boolean isRemoval() {
            return value == null;
        }

        int order() {
            Path.Step last = path.steps().get(path.steps().size() - 1);
            int index = last instanceof Path.Index position ? position.index() : 0;
            return isRemoval() ? -index : index;
        }
    }

    private static @Nullable Value value(Action action, Map<String, Value> item) {
        Calculation calculation = action.calculation();
        if (calculation == null) {
            return null;
        }
        Value operand = calculation.of(item);
        Value present = action.kind() == Kind.SET ? null : action.path().find(item);
        return switch (action.kind()) {
            case SET, REMOVE -> operand;
            case ADD -> present == null ? operand : sum(present, operand);
            case DELETE -> present == null ? null : difference(present, operand);
        };
    }

    private static Value sum(Value present, Value operand) {
        if (present instanceof Value.N a && operand instanceof Value.N b) {
            return Numbers.checked(a.number().add(b.number()));
        }
        Value union = Sets.union(present, operand);
        if (union == null) {
            throw Calculation.wrongType();
        }
        return union;
    }

    private static @Nullable Value difference(Value present, Value operand) {
        if (!(present instanceof Value.SetOf) || !present.type().equals(operand.type())) {
            throw Calculation.wrongType();
        }
        return Sets.difference(present, operand);
    }
}
